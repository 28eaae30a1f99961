package dev.holdfast.testkit.crash;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a file; never changed, compared by value. */
final class FileContent {

  static final FileContent EMPTY = new FileContent(new byte[0]);

  private final byte[] bytes;
  private byte @Nullable [] digest;

  private FileContent(byte[] bytes) {
    this.bytes = bytes;
  }

  /** These bytes, which nobody else may change. */
  static FileContent of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new FileContent(bytes);
  }

  int size() {
    return bytes.length;
  }

  /** The bytes themselves, not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** SHA-256, computed once. */
  synchronized byte[] digest() {
    if (digest == null) {
      digest = Digests.sha256(bytes);
    }
    return digest;
  }

  /** Cut off, or continued with zeros. */
  FileContent resized(int size) {
    return size == bytes.length ? this : of(Arrays.copyOf(bytes, size));
  }

  /** With {@code written} from {@code offset} on. */
  FileContent overwritten(int offset, FileContent written) {
    byte[] result = Arrays.copyOf(bytes, Math.max(bytes.length, offset + written.size()));
    System.arraycopy(written.bytes, 0, result, offset, written.size());
    return of(result);
  }

  /** The bytes from {@code from} up to {@code to}, zeros where there are none. */
  FileContent slice(int from, int to) {
    byte[] result = new byte[to - from];
    if (from < bytes.length) {
      System.arraycopy(bytes, from, result, 0, Math.min(to, bytes.length) - from);
    }
    return of(result);
  }

  boolean isZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileContent content && Arrays.equals(bytes, content.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return size() + " bytes";
  }
}
