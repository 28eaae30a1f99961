package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.holdfast.personas.ImportSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Locale;

/** Tells by its first bytes in which form a stream holds personas, and reads it. */
final class Content {

  /** A byte order mark, its bytes as chars. */
  private static final String BOM = "\u00EF\u00BB\u00BF";

  private static final int HEAD = 1_024;

  private final byte[] head;
  private final InputStream all;

  private Content(InputStream in) throws IOException {
    this.head = in.readNBytes(HEAD);
    this.all = new BufferedInputStream(new SequenceInputStream(new ByteArrayInputStream(head), in));
  }

  /**
   * Hands over every persona in {@code in}.
   *
   * @param fileName of a persona that stands there as Markdown; empty if unknown
   */
  static void read(InputStream in, String fileName, ImportSource.Receiver receiver)
      throws IOException {
    Content content = new Content(in);
    String start = content.start();
    if (start.regionMatches(true, 0, "data:", 0, 5)) {
      new Content(DataLink.open(content.all)).readPlain("", receiver, "the data link");
    } else if (content.isBase64(start)) {
      new Content(new Base64InputStream(content.all))
          .readPlain("", receiver, "the text was read as base64; what it encodes");
    } else {
      content.readPlain(fileName, receiver, "this");
    }
  }

  /** Hands over the persona file that {@code in} is. */
  static void readMarkdown(InputStream in, String fileName, ImportSource.Receiver receiver)
      throws IOException {
    byte[] content = in.readNBytes(ExchangeLimits.MAX_PERSONA_BYTES + 1);
    if (content.length > ExchangeLimits.MAX_PERSONA_BYTES) {
      throw Refusal.of(
          "a persona has at most %d bytes; this one has more"
              .formatted(ExchangeLimits.MAX_PERSONA_BYTES),
          "Shorten the instructions.");
    }
    receiver.persona(fileName, content);
  }

  private void readPlain(String fileName, ImportSource.Receiver receiver, String what)
      throws IOException {
    String start = start();
    if (start.startsWith("---")) {
      readMarkdown(all, fileName, receiver);
    } else if (start.startsWith("{")) {
      if (new String(head, ISO_8859_1).startsWith(BOM)) {
        all.skipNBytes(BOM.length());
      }
      JsonPersonas.read(all, receiver);
    } else {
      throw Refusal.of(what + " " + problemOf(start), hintFor(start));
    }
  }

  /** The first chars that say something. */
  private String start() {
    String text = new String(head, ISO_8859_1);
    return (text.startsWith(BOM) ? text.substring(BOM.length()) : text).stripLeading();
  }

  private boolean isBase64(String start) {
    return !start.isEmpty()
        && !start.startsWith("---")
        && start.chars().allMatch(Base64InputStream::isSymbol);
  }

  private String problemOf(String start) {
    if (start.isEmpty()) {
      return head.length < HEAD ? "is empty" : "begins with nothing but blanks";
    }
    if (start.startsWith("PK\u0003\u0004")) {
      return "is a ZIP archive";
    }
    if (isAddress(start)) {
      return "is an address, not a persona";
    }
    if (head.length >= 2 && (head[0] & head[1] & 0xFE) == 0xFE) {
      return "is UTF-16, not UTF-8";
    }
    return "is no persona: it begins with \"%s\"".formatted(shown(start));
  }

  private static String hintFor(String start) {
    if (isAddress(start)) {
      return "Import it as an address, or open it and give what is there.";
    }
    return start.startsWith("PK\u0003\u0004")
        ? "Give the archive as a file that ends in .zip, or unpack it and import the folder."
        : Refusal.FORMS;
  }

  private static boolean isAddress(String start) {
    String lower = start.toLowerCase(Locale.ROOT);
    return lower.startsWith("https://") || lower.startsWith("http://");
  }

  private static String shown(String start) {
    byte[] first = start.substring(0, Math.min(20, start.length())).getBytes(ISO_8859_1);
    int line = 0;
    while (line < first.length && first[line] != '\n' && first[line] > 0) {
      line++;
    }
    return Refusal.shown(new String(Arrays.copyOf(first, line), ISO_8859_1));
  }
}
