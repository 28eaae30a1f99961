package dev.holdfast.verify.file;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Ours, and writers with one thing missing: each test must condemn the one that lacks what it tests
 * for.
 */
enum WriterKind {
  /** The code under test. */
  HOLDFAST {
    @Override
    void write(Path path, byte[] content) throws IOException {
      OURS.write(path, content);
    }

    @Override
    void createNew(Path path, byte[] content) throws IOException {
      OURS.createNew(path, content);
    }

    @Override
    void update(Path path, byte[] content) throws IOException, InterruptedException {
      OURS.update(
          path,
          old -> {
            SelfChecking.versionOf(old); // all of it was read
            return content;
          });
    }

    @Override
    void delete(Path path) throws IOException {
      OURS.delete(path);
    }
  },

  /** Writes over the old content. */
  IN_PLACE {
    @Override
    void write(Path path, byte[] content) throws IOException {
      Files.write(path, content);
    }
  },

  /** Asks the platform to replace, which deletes first and then renames. */
  REPLACE_EXISTING {
    @Override
    void write(Path path, byte[] content) throws IOException {
      Path temporary = Files.write(temporaryOf(path), content);
      sync(temporary);
      Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
      sync(parentOf(path));
    }
  },

  /** Looks first and then moves, as if nobody else could come between. */
  LOOK_THEN_MOVE {
    @Override
    void createNew(Path path, byte[] content) throws IOException {
      Path temporary = Files.write(path.resolveSibling(UUID.randomUUID() + ".tmp"), content);
      try {
        if (Files.exists(path)) {
          throw new FileAlreadyExistsException(path.toString());
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  };

  private static final AtomicFiles OURS = AtomicFiles.lockedBy(LockManager.inProcess());

  /** Creates or replaces. */
  void write(Path path, byte[] content) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Creates only. */
  void createNew(Path path, byte[] content) throws IOException {
    write(path, content);
  }

  /** Replaces what was read. */
  void update(Path path, byte[] content) throws IOException, InterruptedException {
    SelfChecking.versionOf(Files.readAllBytes(path));
    write(path, content);
  }

  void delete(Path path) throws IOException {
    Files.delete(path);
    sync(parentOf(path));
  }

  private static Path temporaryOf(Path path) {
    return path.resolveSibling(".holdfast-naive-" + path.getFileName() + ".tmp");
  }

  private static Path parentOf(Path path) {
    return path.resolveSibling(".").normalize();
  }

  private static void sync(Path fileOrDirectory) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
