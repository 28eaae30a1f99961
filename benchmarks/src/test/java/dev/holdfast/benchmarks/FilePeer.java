package dev.holdfast.benchmarks;

import java.nio.ByteBuffer;

/** One way of replacing files durably, as one process of a benchmark uses it; for many threads. */
interface FilePeer extends AutoCloseable {

  /** Replaces the content of a file, or creates it. Returns when a power cut cannot undo that. */
  void replace(int file, byte[] content) throws Exception;

  /** Replaces the content of the files from 0 on together, if this way of writing has that. */
  default void replaceTogether(int files, byte[] content) throws Exception {
    for (int file = 0; file < files; file++) {
      replace(file, content);
    }
  }

  /** The whole content of a file. */
  default byte[] read(int file) throws Exception {
    throw new UnsupportedOperationException(getClass() + " is not measured for reads");
  }

  /** The whole content of a file, read together with its version, which may then be asked for. */
  default ByteBuffer readVersioned(int file, boolean askForVersion) throws Exception {
    throw new UnsupportedOperationException(getClass() + " has no versions");
  }

  @Override
  default void close() throws Exception {}
}
