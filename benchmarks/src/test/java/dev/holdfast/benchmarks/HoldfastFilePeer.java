package dev.holdfast.benchmarks;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.Content;
import dev.holdfast.file.VersionedContent;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holdfast's files, through its public interface. */
final class HoldfastFilePeer implements FilePeer {

  private final Path directory;
  private final FileLockManager locks = FileLockManager.inProcess();
  private @Nullable HoldfastTree together;

  HoldfastFilePeer(Path directory) {
    this.directory = directory;
  }

  @Override
  public void replace(int file, byte[] content) throws IOException {
    locks.files().write(RawFilePeer.path(directory, file), content);
  }

  @Override
  public void replaceTogether(int files, byte[] content) throws IOException, InterruptedException {
    if (together == null) {
      together = HoldfastTree.open(directory);
    }
    FileTree tree = together.tree();
    try (FileTransaction change = tree.begin(List.of())) {
      for (int file = 0; file < files; file++) {
        change.put(RawFilePeer.path(tree.root(), file), Content.of(content));
      }
      change.commit();
    }
  }

  @Override
  public byte[] read(int file) throws IOException {
    return locks.files().read(RawFilePeer.path(directory, file));
  }

  @Override
  public ByteBuffer readVersioned(int file, boolean askForVersion) throws IOException {
    VersionedContent found = locks.files().readWithVersion(RawFilePeer.path(directory, file));
    if (askForVersion && found.version().toString().isEmpty()) {
      throw new IllegalStateException("a version is no text");
    }
    return found.buffer();
  }

  @Override
  public void close() {
    locks.close();
    if (together != null) {
      together.close();
    }
  }
}
