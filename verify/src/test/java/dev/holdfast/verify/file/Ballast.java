package dev.holdfast.verify.file;

import dev.holdfast.verify.host.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Files that take all the room of a disk, until some of it is given back. It is given back by
 * deleting small ones: to make a large one smaller takes room on Btrfs.
 */
final class Ballast {

  /** How much is given back at once. */
  static final int PIECE_BYTES = 8 << 10;

  private static final int BLOCK_BYTES = 4096;
  private static final int ROOM_TO_WRITE = 1 << 20;

  private final Deque<Path> pieces = new ArrayDeque<>();

  private Ballast() {}

  /** Takes what there is, to the last block. */
  static Ballast fill(Path root, int pieces) throws IOException {
    Ballast ballast = new Ballast();
    Path all = Files.createDirectory(root.resolve("ballast"));
    for (int i = 0; i < pieces; i++) {
      Path piece = all.resolve("piece" + i);
      try (FileChannel channel = create(piece)) {
        channel.write(ByteBuffer.allocate(PIECE_BYTES));
        channel.force(true);
      }
      ballast.pieces.add(piece);
    }
    try {
      for (int i = 0; roomOf(root) > ROOM_TO_WRITE; i++) { // quick, but not to the last block
        String most = String.valueOf(roomOf(root) / 10 * 9);
        Host.run("fallocate", "-l", most, all.resolve("most" + i).toString());
      }
    } catch (IOException e) {
      // There is less than the file system says.
    }
    try (FileChannel channel = create(all.resolve("rest"))) {
      int written;
      do {
        written = channel.write(ByteBuffer.allocate(BLOCK_BYTES));
      } while (written > 0);
    } catch (IOException e) {
      // No room, as it was meant to be.
    }
    return ballast;
  }

  private static long roomOf(Path root) throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  private static FileChannel create(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Gives back so many pieces. */
  void giveBack(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.delete(pieces.remove());
    }
  }
}
