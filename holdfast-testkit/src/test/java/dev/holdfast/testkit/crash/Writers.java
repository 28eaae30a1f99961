package dev.holdfast.testkit.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Ways to replace a file, one of them right. */
enum Writers {
  RIGHT {
    @Override
    void write(Path file, byte[] content) throws IOException {
      Path temporary = temporary(file);
      writeNew(temporary, content, true);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory(file);
    }
  },

  /** The usual mistake: the rename itself may be lost. */
  NO_DIRECTORY_SYNC {
    @Override
    void write(Path file, byte[] content) throws IOException {
      Path temporary = temporary(file);
      writeNew(temporary, content, true);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
  },

  NO_CONTENT_SYNC {
    @Override
    void write(Path file, byte[] content) throws IOException {
      Path temporary = temporary(file);
      writeNew(temporary, content, false);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory(file);
    }
  },

  RENAME_FIRST {
    @Override
    void write(Path file, byte[] content) throws IOException {
      Path temporary = temporary(file);
      try (FileChannel channel = FileChannel.open(temporary, NEW)) {
        writeAll(channel, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        channel.force(true);
      }
      syncDirectory(file);
    }
  },

  IN_PLACE {
    @Override
    void write(Path file, byte[] content) throws IOException {
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        writeAll(channel, content);
        channel.force(true);
      }
      syncDirectory(file);
    }
  },

  /** Without {@code ATOMIC_MOVE} the JDK removes the target first. */
  MOVE_REPLACE_EXISTING {
    @Override
    void write(Path file, byte[] content) throws IOException {
      Path temporary = temporary(file);
      writeNew(temporary, content, true);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      syncDirectory(file);
    }
  },

  WRITE_STRING {
    @Override
    void write(Path file, byte[] content) throws IOException {
      Files.write(file, content);
    }
  };

  private static final StandardOpenOption[] NEW = {
    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE
  };

  abstract void write(Path file, byte[] content) throws IOException;

  private static Path temporary(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  private static void writeNew(Path file, byte[] content, boolean sync) throws IOException {
    Files.deleteIfExists(file); // of a writer that is dead
    try (FileChannel channel = FileChannel.open(file, NEW)) {
      writeAll(channel, content);
      if (sync) {
        channel.force(true);
      }
    }
  }

  private static void writeAll(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  private static void syncDirectory(Path file) throws IOException {
    try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
