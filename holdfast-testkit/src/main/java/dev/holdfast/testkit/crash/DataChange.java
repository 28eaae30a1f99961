package dev.holdfast.testkit.crash;

/** A change of a file's content. */
sealed interface DataChange {

  /** The content after it. */
  FileContent applyTo(FileContent before);

  /** Bytes from a place on. */
  record Written(int offset, FileContent bytes) implements DataChange {
    @Override
    public FileContent applyTo(FileContent before) {
      return before.overwritten(offset, bytes);
    }
  }

  /** Cut off. */
  record Truncated(int size) implements DataChange {
    @Override
    public FileContent applyTo(FileContent before) {
      return before.resized(Math.min(size, before.size()));
    }
  }
}
