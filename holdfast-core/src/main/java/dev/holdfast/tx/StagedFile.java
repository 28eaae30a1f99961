package dev.holdfast.tx;

import dev.holdfast.file.Content;
import dev.holdfast.internal.os.KeptAttributes;
import dev.holdfast.internal.os.OwnerOnly;
import dev.holdfast.internal.tree.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/**
 * A file that was written whole, and is not synced yet.
 *
 * @param channel through which it was written
 * @param length in bytes
 * @param sha256 of the content, in hexadecimal digits
 */
record StagedFile(FileChannel channel, long length, String sha256) {

  private static final int BUFFER_BYTES = 65_536;

  /** Writes a new file. It is the caller's to remove if this fails. */
  static StagedFile write(Path path, Content content, KeptAttributes attributes)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            OwnerOnly.file(path));
    boolean done = false;
    try {
      boolean _ = attributes.applyTo(path);
      Output output = new Output(channel);
      // Not closed: that would close the channel.
      OutputStream out = new BufferedOutputStream(output, BUFFER_BYTES);
      content.writeTo(out);
      out.flush();
      if (channel.size() != output.written) {
        throw new IOException(
            "%d bytes were written, but the file has %d".formatted(output.written, channel.size()));
      }
      done = true;
      return new StagedFile(channel, output.written, Sha256.end(output.digest));
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  /** Writes all of it. A device that takes less than that has failed. */
  private static final class Output extends OutputStream {
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.start();
    private long written;

    Output(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      digest.update(bytes, offset, length);
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      while (rest.hasRemaining()) {
        int taken = channel.write(rest);
        if (taken <= 0) {
          throw new IOException(
              "only %d of %d bytes were taken".formatted(length - rest.remaining(), length));
        }
        written += taken;
      }
    }
  }
}
