package dev.holdfast.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash of a manifest, in hexadecimal. */
final class Sha256 {
  private Sha256() {}

  /** How many digits a hash has. */
  static final int DIGITS = 64;

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of the content of a file, which may be of any size. A symbolic link is not followed. */
  static String ofContent(Path file) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return text(digest);
  }

  /** Of the target of a symbolic link, as text in UTF-8. */
  static String ofTarget(Path link) throws IOException {
    MessageDigest digest = newDigest();
    digest.update(Files.readSymbolicLink(link).toString().getBytes(UTF_8));
    return text(digest);
  }

  static boolean isHash(String text) {
    return text.length() == DIGITS
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
