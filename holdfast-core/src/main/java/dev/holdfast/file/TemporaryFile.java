package dev.holdfast.file;

import dev.holdfast.internal.os.FileNode;
import dev.holdfast.internal.os.KeptAttributes;
import dev.holdfast.internal.os.LivingWriter;
import dev.holdfast.internal.os.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file that is being written beside its target, until it takes the target's place or is removed.
 *
 * <p>Name: {@code .holdfast-<JVM>-<random>.tmp}. While the writer lives the file is claimed; see
 * {@link LivingWriter}.
 */
final class TemporaryFile implements AutoCloseable {

  static final Pattern NAME = Pattern.compile("\\.holdfast-(" + LivingWriter.NAME + ")\\.tmp");

  private static final int MAX_TRIES = 100;
  private static final int BUFFER_BYTES = 65_536;

  private final Path path;
  private final FileChannel channel;
  private boolean present = true;
  private boolean attributesChanged;
  private long written;

  private TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Creates an empty temporary in {@code directory}. */
  static TemporaryFile create(Path directory, KeptAttributes attributes) throws IOException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Path path = directory.resolve(newName());
      FileChannel channel =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS),
              OwnerOnly.file(path));
      TemporaryFile created = new TemporaryFile(path, channel);
      boolean claimed = false;
      try {
        boolean early = attributes.mayDropLocks(); // then before the claim
        if (early) {
          created.attributesChanged = attributes.applyTo(path);
        }
        FileNode made = LivingWriter.claim(channel, false) ? FileNode.at(path) : null;
        if (made != null) {
          if (!early) {
            created.attributesChanged = attributes.applyTo(path, made);
          }
          claimed = true;
          return created;
        }
      } catch (NoSuchFileException e) {
        // Swept before the claim, like below.
      } finally {
        if (!claimed) {
          created.close();
        }
      }
      // Between creation and lock a sweep took it for a dead writer's: try another name.
    }
    throw new IOException("no temporary file could be claimed in " + directory);
  }

  private static String newName() {
    return ".holdfast-" + LivingWriter.newName() + ".tmp";
  }

  /** Writes all of {@code content}. A device that takes less than that has failed. */
  void write(Content content) throws IOException {
    if (content instanceof ByteContent bytes) {
      write(ByteBuffer.wrap(bytes.bytes()));
    } else {
      // Not closed: that would close the channel.
      OutputStream out = new BufferedOutputStream(new ChannelOutput(), BUFFER_BYTES);
      content.writeTo(out);
      out.flush();
    }
    if (channel.size() != written) {
      throw new IOException(
          "%d bytes were written, but the file has %d".formatted(written, channel.size()));
    }
  }

  private void write(ByteBuffer rest) throws IOException {
    int length = rest.remaining();
    while (rest.hasRemaining()) {
      int taken = channel.write(rest);
      if (taken <= 0) {
        throw new IOException(
            "only %d of %d bytes were taken".formatted(length - rest.remaining(), length));
      }
      written += taken;
    }
  }

  /** What a callback writes. */
  private final class ChannelOutput extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      TemporaryFile.this.write(ByteBuffer.wrap(bytes, offset, length));
    }
  }

  /** Makes content and attributes durable. A failure is final: never sync the same file again. */
  void sync() throws IOException {
    // Size and content; attributes that were set after the file was made are more than that.
    channel.force(attributesChanged);
  }

  /** Takes the place of {@code target}, which it replaces. */
  void replace(Path target) throws IOException {
    // Only the atomic move: without this option the target is deleted first.
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    present = false;
  }

  /**
   * Takes the name {@code target}, which must be free: the file system decides between racing
   * links.
   */
  void linkAs(Path target) throws IOException {
    try {
      Files.createLink(target, path);
    } catch (UnsupportedOperationException e) {
      throw new FileSystemException(
          target.toString(), null, "this file system has no hard links, which creating needs");
    }
  }

  /** Removes the temporary name if it is still there, and lets the lock go. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (present) {
        Files.deleteIfExists(path);
        present = false;
      }
    }
  }
}
