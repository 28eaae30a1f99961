package dev.holdfast.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The version of a file: equal exactly if the content is. A file that is changed and changed back
 * has its old version again, and nothing that was read of it is out of date.
 *
 * <p>A version does not depend on clocks, machines or the kind of file system; it may be stored,
 * sent and compared later. It is 128 bits of the SHA-256 of the content, as text of 32 hexadecimal
 * digits.
 */
public final class FileVersion {

  /** The version of a file that does not exist. */
  public static final FileVersion ABSENT = new FileVersion("absent");

  private static final Pattern TAG = Pattern.compile("[0-9a-f]{32}");

  private static final int BYTES = 16;

  private final String tag;

  private FileVersion(String tag) {
    this.tag = tag;
  }

  /** The version of a file with this content. */
  public static FileVersion of(byte[] content) {
    return ofDigest(newDigest().digest(content));
  }

  /**
   * The version with this text.
   *
   * @throws IllegalArgumentException if it is not what {@link #toString} returns
   */
  public static FileVersion parse(String tag) {
    if (tag.equals(ABSENT.tag)) {
      return ABSENT;
    }
    if (!TAG.matcher(tag).matches()) {
      throw new IllegalArgumentException(
          "not a version: '%s'; one has 32 hexadecimal digits, or is 'absent'".formatted(tag));
    }
    return new FileVersion(tag);
  }

  static FileVersion ofDigest(byte[] sha256) {
    return new FileVersion(HexFormat.of().formatHex(sha256, 0, BYTES));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileVersion version && version.tag.equals(tag);
  }

  @Override
  public int hashCode() {
    return tag.hashCode();
  }

  /** The version as text; {@link #parse} takes it back. */
  @Override
  public String toString() {
    return tag;
  }
}
