package dev.holdfast.personas.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A link that holds the persona itself (RFC 2397): no service is needed to share it, and nobody can
 * change or count it.
 */
public final class DataLink {

  private static final String SCHEME = "data:";
  private static final int MAX_HEAD = 256;

  private static final List<String> TYPES =
      List.of("", "text/markdown", "text/plain", "application/json", "application/octet-stream");

  private static final List<String> CHARSETS = List.of("utf-8", "utf8", "us-ascii");

  private DataLink() {}

  /** The link of a persona file: {@code data:text/markdown;charset=utf-8;base64,…}. */
  public static String of(byte[] content) {
    return "data:text/markdown;charset=utf-8;base64," + Base64.getEncoder().encodeToString(content);
  }

  /** What the link holds. The stream begins with the scheme, blanks before it allowed. */
  static InputStream open(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int c = in.read(); c != ','; c = in.read()) {
      if (c < 0 || head.length() > MAX_HEAD) {
        throw refusal("has no comma before its data");
      }
      head.append((char) c);
    }
    String type = head.toString().strip().substring(SCHEME.length()).toLowerCase(Locale.ROOT);
    boolean base64 = type.endsWith(";base64");
    List<String> parts = List.of(type.replaceFirst(";base64$", "").split(";", -1));
    if (!TYPES.contains(parts.getFirst())) {
      throw refusal("is of the type " + Refusal.shown(parts.getFirst()) + ", not text/markdown");
    }
    for (String part : parts.subList(1, parts.size())) {
      if (part.startsWith("charset=") && !CHARSETS.contains(part.substring(8))) {
        throw refusal("is not in UTF-8: " + Refusal.shown(part));
      }
    }
    InputStream data = new PercentInputStream(in, base64);
    return base64 ? new Base64InputStream(data) : data;
  }

  private static RuntimeException refusal(String what) {
    return Refusal.of(
        "the data link " + what,
        "Give a whole link as share_persona makes it: data:text/markdown;charset=utf-8;base64,...");
  }
}
