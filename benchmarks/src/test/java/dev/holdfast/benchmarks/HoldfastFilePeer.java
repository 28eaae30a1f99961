package dev.holdfast.benchmarks;

import dev.holdfast.FileLockManager;
import java.io.IOException;
import java.nio.file.Path;

/** Holdfast's files, through its public interface. */
final class HoldfastFilePeer implements FilePeer {

  private final Path directory;
  private final FileLockManager locks = FileLockManager.inProcess();

  HoldfastFilePeer(Path directory) {
    this.directory = directory;
  }

  @Override
  public void replace(int file, byte[] content) throws IOException {
    locks.files().write(RawFilePeer.path(directory, file), content);
  }

  @Override
  public byte[] read(int file) throws IOException {
    return locks.files().read(RawFilePeer.path(directory, file));
  }

  @Override
  public void close() {
    locks.close();
  }
}
