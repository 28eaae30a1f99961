package dev.holdfast.tx;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums as 64 hexadecimal digits. */
final class Sha256 {

  static final int DIGITS = 64;

  private Sha256() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String end(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(byte[] content) {
    MessageDigest digest = start();
    digest.update(content);
    return end(digest);
  }

  static String of(Path file) throws IOException {
    MessageDigest digest = start();
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return end(digest);
  }

  /** Of the target of a symbolic link, as text in UTF-8. */
  static String ofTarget(Path link) throws IOException {
    return of(Files.readSymbolicLink(link).toString().getBytes(StandardCharsets.UTF_8));
  }
}
