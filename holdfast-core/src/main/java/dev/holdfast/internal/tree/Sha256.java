package dev.holdfast.internal.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 hexadecimal digits, as commit records and manifests have it. */
public final class Sha256 {

  /** How many digits one has. */
  public static final int DIGITS = 64;

  private Sha256() {}

  /** A digest of nothing yet. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Of what the digest was given; it begins anew. */
  public static String end(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Is this the text of one? */
  public static boolean isOne(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == DIGITS;
  }

  /** Of all these bytes. */
  public static String of(byte[] content) {
    MessageDigest digest = start();
    digest.update(content);
    return end(digest);
  }

  /** Of the target of a symbolic link, as text in UTF-8. */
  public static String ofTarget(Path link) throws IOException {
    return of(Files.readSymbolicLink(link).toString().getBytes(StandardCharsets.UTF_8));
  }
}
