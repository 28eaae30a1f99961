package dev.holdfast.server.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The URI of a persona or of its history, and how it leads to the file.
 *
 * <p>In it stands the file name without {@code .md}, with everything but the unreserved characters
 * of RFC 3986 escaped, as a template {@code persona://{slug}} gives it. Each file has exactly one.
 *
 * @param fileName of the persona
 * @param history is it that of the history?
 */
record PersonaUri(String fileName, boolean history) {

  static final String TEMPLATE = "persona://{slug}";
  static final String HISTORY_TEMPLATE = "persona://{slug}/history";

  private static final String SCHEME = "persona://";
  private static final String HISTORY = "/history";
  private static final String EXTENSION = ".md";

  /** What stands for the file in URIs, and names its prompt: mostly the slug. */
  static String keyOf(String fileName) {
    String stem = fileName.substring(0, fileName.length() - EXTENSION.length());
    // Where a file is called A.MD, or a.md.md, the slug alone would not lead back to it.
    return fileName.endsWith(EXTENSION) && !isFileName(stem) ? stem : fileName;
  }

  /** The file that has this key. */
  static String fileNameOf(String key) {
    return isFileName(key) ? key : key + EXTENSION;
  }

  private static boolean isFileName(String text) {
    return text.toLowerCase(Locale.ROOT).endsWith(EXTENSION);
  }

  /** Takes a URI apart; empty if it is not one that this server gives out. */
  static Optional<PersonaUri> parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      return Optional.empty();
    }
    boolean history = uri.endsWith(HISTORY);
    String escaped =
        uri.substring(SCHEME.length(), uri.length() - (history ? HISTORY.length() : 0));
    return unescaped(escaped)
        .map(key -> new PersonaUri(fileNameOf(key), history))
        .filter(found -> found.toString().equals(uri));
  }

  @Override
  public String toString() {
    return SCHEME + escaped(keyOf(fileName)) + (history ? HISTORY : "");
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xFF);
      if (isUnreserved(c)) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
      }
    }
    return escaped.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  private static Optional<String> unescaped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnreserved(c)) {
        bytes.write(c);
      } else if (c == '%'
          && i + 2 < text.length()
          && isHex(text.charAt(i + 1))
          && isHex(text.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    try {
      String key =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      return key.isEmpty() ? Optional.empty() : Optional.of(key);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }
}
