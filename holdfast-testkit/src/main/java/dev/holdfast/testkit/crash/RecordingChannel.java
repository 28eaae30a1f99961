package dev.holdfast.testkit.crash;

import dev.holdfast.testkit.internal.fs.ForwardingChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A channel that tells the {@link Recorder} what was written, cut off and synced. */
final class RecordingChannel extends ForwardingChannel {

  private final Recorder recorder;
  private final int inode;
  private final boolean directory;
  private final boolean syncs;
  private final boolean syncsAttributes;

  RecordingChannel(
      FileChannel real,
      Set<? extends OpenOption> options,
      Recorder recorder,
      int inode,
      boolean directory) {
    super(real, options);
    this.recorder = recorder;
    this.inode = inode;
    this.directory = directory;
    this.syncsAttributes = options.contains(StandardOpenOption.SYNC);
    this.syncs = syncsAttributes || options.contains(StandardOpenOption.DSYNC);
  }

  @Override
  protected int writeAt(ByteBuffer from, long position) throws IOException {
    return recorder.atomically(
        () -> {
          long start = appends() ? size() : position;
          ByteBuffer source = from.duplicate();
          int written = writeBelow(from, start);
          byte[] bytes = new byte[written];
          source.get(bytes);
          recorder.add(
              new Operation.Write(inode, Math.toIntExact(start), FileContent.of(bytes)),
              "write %s [%d,%d)".formatted(recorder.nameOf(inode), start, start + written));
          if (syncs) {
            recordSync(syncsAttributes);
          }
          return written;
        });
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    return recorder.atomically(
        () -> {
          boolean smaller = size < size();
          super.truncate(size);
          if (smaller) {
            recorder.add(
                new Operation.Truncate(inode, Math.toIntExact(size)),
                "truncate %s to %d".formatted(recorder.nameOf(inode), size));
          }
          return this;
        });
  }

  @Override
  public void force(boolean metaData) throws IOException {
    recorder.atomically(
        () -> {
          super.force(metaData);
          recordSync(metaData);
          return true;
        });
  }

  private void recordSync(boolean attributesToo) {
    recorder.add(
        directory
            ? new Operation.SyncDirectory(inode)
            : new Operation.SyncFile(inode, attributesToo),
        (directory ? "sync directory " : attributesToo ? "sync " : "sync data of ")
            + recorder.nameOf(inode));
  }
}
