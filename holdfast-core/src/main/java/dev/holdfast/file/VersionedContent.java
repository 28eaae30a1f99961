package dev.holdfast.file;

/** The content of a file as of one commit, and its version. */
public final class VersionedContent {

  private final byte[] content;
  private final FileVersion version;

  VersionedContent(byte[] content, FileVersion version) {
    this.content = content;
    this.version = version;
  }

  /** The bytes; the caller's own. */
  public byte[] content() {
    return content;
  }

  /** The version to be given to {@link AtomicFiles#writeIf}. */
  public FileVersion version() {
    return version;
  }

  @Override
  public String toString() {
    return "%d bytes, version %s".formatted(content.length, version);
  }
}
