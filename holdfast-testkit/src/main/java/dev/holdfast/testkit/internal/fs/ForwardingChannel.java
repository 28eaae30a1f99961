package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel that passes everything on. All writing comes down to {@link #writeAt}, so that a layer
 * has one place to watch or break it.
 */
public abstract class ForwardingChannel extends FileChannel {

  private static final int TRANSFER_BYTES = 64 << 10;

  private final FileChannel below;
  private final boolean append;

  /** A channel over one that was opened with these options. */
  protected ForwardingChannel(FileChannel below, Set<? extends OpenOption> options) {
    this.below = below;
    this.append = options.contains(StandardOpenOption.APPEND);
  }

  /** The channel below. */
  protected final FileChannel below() {
    return below;
  }

  /**
   * Writes what is in {@code from}, or the beginning of it.
   *
   * @param position where; for a channel that appends, the end of the file
   * @return how many bytes were taken
   */
  protected abstract int writeAt(ByteBuffer from, long position) throws IOException;

  /** Writes below, at the position, or at the end if the channel appends. */
  protected final int writeBelow(ByteBuffer from, long position) throws IOException {
    return append ? below.write(from) : below.write(from, position);
  }

  /** Does it write at the end of the file, wherever it is asked to? */
  protected final boolean appends() {
    return append;
  }

  /** What is done when the channel below was closed. */
  protected void closed() throws IOException {}

  /** An interrupt closes the channel below; then this one is closed, too. */
  private <T> T passOn(Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (ClosedChannelException e) {
      if (!below.isOpen()) {
        close();
      }
      throw e;
    }
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  @Override
  public final int write(ByteBuffer from) throws IOException {
    return passOn(
        () -> {
          long position = append ? below.size() : below.position();
          int written = writeAt(from, position);
          if (!append) {
            below.position(position + written);
          }
          return written;
        });
  }

  @Override
  public final int write(ByteBuffer from, long position) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("negative position " + position);
    }
    return passOn(() -> writeAt(from, append ? below.size() : position));
  }

  @Override
  public final long write(ByteBuffer[] from, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      while (from[i].hasRemaining()) {
        int taken = write(from[i]);
        written += taken;
        if (from[i].hasRemaining()) {
          return written; // a short write ends it, as in the kernel
        }
      }
    }
    return written;
  }

  @Override
  public final long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    if (position > size()) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.allocate(TRANSFER_BYTES);
    long transferred = 0;
    while (transferred < count) {
      buffer.clear().limit((int) Math.min(TRANSFER_BYTES, count - transferred));
      if (source.read(buffer) <= 0) {
        break;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        int taken = write(buffer, position + transferred);
        if (taken <= 0) {
          return transferred;
        }
        transferred += taken;
      }
    }
    return transferred;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return passOn(() -> below.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return passOn(() -> below.read(into, offset, length));
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return passOn(() -> below.read(into, position));
  }

  @Override
  public long position() throws IOException {
    return passOn(below::position);
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    passOn(() -> below.position(newPosition));
    return this;
  }

  @Override
  public long size() throws IOException {
    return passOn(below::size);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    passOn(() -> below.truncate(size));
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    passOn(
        () -> {
          below.force(metaData);
          return true;
        });
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return passOn(() -> below.transferTo(position, count, target));
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    if (mode.equals(MapMode.READ_WRITE)) {
      throw new UnsupportedOperationException("writes to mapped memory cannot be seen");
    }
    return passOn(() -> below.map(mode, position, size));
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return new ForwardingLock(this, passOn(() -> below.lock(position, size, shared)));
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    try {
      FileLock lock = below.tryLock(position, size, shared);
      return lock == null ? null : new ForwardingLock(this, lock);
    } catch (ClosedChannelException e) {
      close();
      throw e;
    }
  }

  @Override
  protected final void implCloseChannel() throws IOException {
    try {
      below.close();
    } finally {
      closed();
    }
  }

  private static final class ForwardingLock extends FileLock {
    private final FileLock below;

    ForwardingLock(FileChannel channel, FileLock below) {
      super(channel, below.position(), below.size(), below.isShared());
      this.below = below;
    }

    @Override
    public boolean isValid() {
      return below.isValid();
    }

    @Override
    public void release() throws IOException {
      below.release();
    }
  }
}
