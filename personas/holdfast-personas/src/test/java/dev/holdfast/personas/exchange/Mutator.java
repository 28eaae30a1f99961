package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.RandomText;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Makes inputs that are nearly right: forms that are built of their parts, then damaged. */
public final class Mutator {

  private static final List<String> KEYS =
      List.of(
          "metadata",
          "content",
          "source",
          "filename",
          "personas",
          "personaCount",
          "version",
          "name",
          "description",
          "triggers",
          "ai_generated",
          "a",
          "",
          "\\ud83d\\ude00",
          "x y");

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "\\udfff",
          "null",
          "true",
          "-0",
          "1e999",
          "1E-5",
          "1.10",
          "NaN",
          "\n",
          "\r\n",
          "---\n",
          "--- \n",
          "...\n",
          "- ",
          "? ",
          ": ",
          "# c\n",
          "&a ",
          "*a",
          "!!binary ",
          "|\n  ",
          ">-\n ",
          "'",
          "~",
          "%",
          "%00",
          "%2",
          "=",
          "==",
          "-",
          "_",
          ";base64,",
          "data:,",
          "data:text/markdown;base64,",
          "\uFEFF",
          "\u0000",
          "\u0085",
          "\u2028",
          "日本",
          "\ud83d\ude00",
          "<<: {a: 1}\n",
          "\"a\": 1,",
          "\"source\": \"---\\n---\\n\",",
          "[[[[[[[[[[[[[[[[[[",
          "{\"a\":{\"a\":{\"a\":{\"a\":",
          "\"metadata\":{},\"content\":\"\"");

  private final Random random;

  /** One that makes the same inputs for the same numbers. */
  public Mutator(Random random) {
    this.random = random;
  }

  byte[] input() {
    byte[] plain = damagedBytes(damaged(random.nextInt(4) == 0 ? markdown() : json()));
    return switch (random.nextInt(5)) {
      case 0 -> damagedBytes(damaged(wrapped(plain)).replace("\r", "\r\n"));
      case 1 ->
          damaged("data:text/markdown;charset=utf-8;base64," + wrapped(plain)).getBytes(ISO_8859_1);
      case 2 -> damaged("data:," + percent(plain)).getBytes(ISO_8859_1);
      default -> plain;
    };
  }

  /** A persona file that is nearly right. */
  public byte[] document() {
    return damagedBytes(damaged(markdown()));
  }

  private String wrapped(byte[] plain) {
    return switch (random.nextInt(3)) {
      case 0 -> Base64.getEncoder().encodeToString(plain);
      case 1 -> Base64.getMimeEncoder().encodeToString(plain);
      default -> Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    };
  }

  private static String percent(byte[] plain) {
    StringBuilder out = new StringBuilder();
    for (byte b : plain) {
      out.append("%%%02X".formatted(b));
    }
    return out.toString();
  }

  private String markdown() {
    if (random.nextBoolean()) {
      return pick(List.of(ExchangeSamples.WRITTEN, ExchangeSamples.BY_HAND));
    }
    StringBuilder text = new StringBuilder("---\n");
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pick(KEYS)).append(": ").append(json(3)).append('\n');
    }
    return text.append("---\n\n").append(RandomText.of(random, 60)).toString();
  }

  private String json() {
    if (random.nextInt(3) > 0) {
      return persona();
    }
    List<String> personas = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      personas.add(persona());
    }
    return "{\"version\":\"1.0.0\",\"personaCount\":%d,\"personas\":[%s]}"
        .formatted(personas.size(), String.join(",", personas));
  }

  private String persona() {
    StringBuilder metadata = new StringBuilder("\"x\":1");
    for (int i = random.nextInt(6); i > 0; i--) {
      metadata.append(",\"%s%s\":%s".formatted(pick(KEYS), i == 1 ? "" : i, json(4)));
    }
    return "{\"metadata\":{%s},\"content\":%s,\"filename\":\"x.md\"}"
        .formatted(metadata, quoted(RandomText.of(random, 60)));
  }

  private String json(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> pick(List.of("null", "true", "false", "0", "-1.50", "1e9", "12345678901234567890"));
      case 1, 2, 3, 4 -> quoted(RandomText.of(random, 20));
      case 5 -> "[" + json(depth - 1) + "," + json(depth - 1) + "]";
      default -> "{\"%s\":%s}".formatted(pick(KEYS), json(depth - 1));
    };
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c < ' ' || c == '"' || c == '\\') {
                out.append("\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append('"').toString();
  }

  private String damaged(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = random.nextInt(4); i > 0; i--) {
      int from = random.nextInt(out.length() + 1);
      int to = Math.min(out.length(), from + random.nextInt(random.nextBoolean() ? 4 : 40));
      String chunk = out.substring(from, to);
      int other = random.nextInt(out.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> out.delete(from, to);
        case 1 -> out.insert(other, chunk);
        case 2 -> out.replace(from, to, pick(PIECES));
        case 3 -> out.insert(from, pick(PIECES).repeat(1 + random.nextInt(3)));
        default -> out.setLength(random.nextInt(8) == 0 ? from : out.length());
      }
    }
    return out.toString();
  }

  private byte[] damagedBytes(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > 0 && random.nextInt(6) == 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
