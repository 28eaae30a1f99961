package dev.holdfast.file;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The content of a file as of one commit, and its version. */
public final class VersionedContent {

  private final byte[] content;

  /** Made when it is asked for: whoever only reads need not pay for it. */
  private @Nullable FileVersion version;

  VersionedContent(byte[] content) {
    this.content = content;
  }

  /** The bytes, a copy. */
  public byte[] content() {
    return content.clone();
  }

  /** The bytes, to be read only, and not copied. Its position is 0, its limit their number. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** The version to be given to {@link AtomicFiles#writeIf}. */
  public synchronized FileVersion version() {
    if (version == null) {
      version = FileVersion.of(content);
    }
    return version;
  }

  @Override
  public String toString() {
    return "%d bytes, version %s".formatted(content.length, version());
  }
}
