package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Open-file-description locks of Linux ({@code fcntl(2)}, {@code F_OFD_SETLK}).
 *
 * <p>They belong to the open file and not to the process: closing another descriptor of the file
 * drops nothing, and two copies of this class in one process exclude each other. They conflict with
 * the locks of {@link ChannelRangeLocks}, so processes with either provider exclude each other.
 */
final class OfdRangeLocks implements RangeLocks {

  private final LinuxFcntl file;
  private final FileChannel channel;

  private OfdRangeLocks(LinuxFcntl file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static boolean supported() {
    return LinuxFcntl.supported();
  }

  static OfdRangeLocks open(Path path, FileChannel channel) throws IOException {
    return new OfdRangeLocks(LinuxFcntl.open(path), channel);
  }

  @Override
  public boolean tryLock(long position, boolean shared) throws IOException {
    return file.setLock(shared ? LinuxFcntl.READ_LOCK : LinuxFcntl.WRITE_LOCK, position);
  }

  /** A lock of the same open file on the same byte is changed in place. */
  @Override
  public boolean share(long position) throws IOException {
    return file.setLock(LinuxFcntl.READ_LOCK, position);
  }

  @Override
  public void unlock(long position) throws IOException {
    file.setLock(LinuxFcntl.UNLOCK, position);
  }

  @Override
  public boolean conflicts(long position, boolean shared) throws IOException {
    return file.wouldConflict(shared ? LinuxFcntl.READ_LOCK : LinuxFcntl.WRITE_LOCK, position);
  }

  @Override
  public String name() {
    return "open file description";
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      file.close();
    }
  }
}
