package dev.holdfast.testkit.hostile;

import dev.holdfast.testkit.internal.fs.ForwardingChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** A channel whose calls may fail. */
final class HostileChannel extends ForwardingChannel {

  private final Faults faults;
  private final Path path;
  private final Object file;
  private final boolean directory;

  /**
   * A channel over one that is open.
   *
   * @param file equal for all channels of the same file
   */
  HostileChannel(
      FileChannel below,
      Set<? extends OpenOption> options,
      Faults faults,
      Path path,
      Object file,
      boolean directory) {
    super(below, options);
    this.faults = faults;
    this.path = path;
    this.file = file;
    this.directory = directory;
  }

  @Override
  protected int writeAt(ByteBuffer from, long position) throws IOException {
    faults.before(Call.WRITE, path);
    int end = from.limit();
    from.limit(from.position() + faults.taken(from.remaining(), path));
    try {
      return writeBelow(from, position);
    } finally {
      from.limit(end);
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    faults.before(Call.READ, path);
    return super.read(into);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    faults.before(Call.READ, path);
    return super.read(into, position);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    faults.before(Call.READ, path);
    return super.read(into, offset, length);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    faults.before(Call.TRUNCATE, path);
    return super.truncate(size);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    if (faults.beforeForce(directory ? Call.FORCE_DIRECTORY : Call.FORCE_FILE, path, file)) {
      super.force(metaData);
    }
  }

  @Override
  protected void closed() throws IOException {
    faults.before(Call.CLOSE, path);
  }
}
