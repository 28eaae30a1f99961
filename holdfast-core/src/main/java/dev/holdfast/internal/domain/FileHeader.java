package dev.holdfast.internal.domain;

import dev.holdfast.internal.os.DirectorySync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Says whether a file is a domain file of this version, and makes an empty one into it. */
final class FileHeader {

  private static final int BYTES = 64;

  private FileHeader() {}

  /**
   * Looks at the header before anything is changed: the file may be somebody else's. One without
   * magic was never used: nobody has created it yet, or its creator died. Called under the opening
   * lock.
   *
   * @throws IOException if the file is not one of this version; it is untouched
   */
  static void createOrCheck(Path path, FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BYTES).order(Layout.LONG.order());
    while (header.hasRemaining() && channel.read(header, header.position()) > 0) {
      // until all is read, or the file ends
    }
    long magic = header.getLong((int) Layout.MAGIC_AT);
    if (magic == 0 && isUnfinished(header) && channel.size() <= Layout.SIZE) {
      create(path, channel);
      return;
    }
    if (magic != Layout.MAGIC) {
      throw new IOException(path + " is not a lock file of Holdfast; choose another directory");
    }
    int version = header.getInt((int) Layout.VERSION_AT);
    if (version != Layout.VERSION
        || header.getInt((int) Layout.PROCESSES_AT) != Layout.PROCESSES
        || header.getInt((int) Layout.RECORDS_AT) != Layout.RECORDS) {
      throw new IOException(
          "%s has format %d, this program knows format %d: use the same version everywhere"
              .formatted(path, version, Layout.VERSION));
    }
    if (channel.size() < Layout.SIZE) {
      throw new IOException(
          "%s is shorter than it must be: stop all programs that use it and delete it"
              .formatted(path));
    }
  }

  /** Is this what {@link #create} leaves if it is cut short: zeros, or our numbers alone? */
  private static boolean isUnfinished(ByteBuffer header) {
    ByteBuffer found = header.duplicate().clear();
    return found.equals(ByteBuffer.allocate(BYTES)) || found.equals(withoutMagic());
  }

  private static ByteBuffer withoutMagic() {
    ByteBuffer header = ByteBuffer.allocate(BYTES).order(Layout.LONG.order());
    header.putInt((int) Layout.VERSION_AT, Layout.VERSION);
    header.putInt((int) Layout.PROCESSES_AT, Layout.PROCESSES);
    header.putInt((int) Layout.RECORDS_AT, Layout.RECORDS);
    return header;
  }

  private static void create(Path path, FileChannel channel) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
    for (long at = 0; at < Layout.SIZE; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), Layout.SIZE - at));
      at += channel.write(zeros, at);
    }
    channel.write(withoutMagic(), 0);
    channel.force(true);
    // The magic last: it says that all the rest is there.
    ByteBuffer magic = ByteBuffer.allocate(Long.BYTES).order(Layout.LONG.order());
    channel.write(magic.putLong(0, Layout.MAGIC), Layout.MAGIC_AT);
    channel.force(true);
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      DirectorySync.sync(directory);
    }
  }
}
