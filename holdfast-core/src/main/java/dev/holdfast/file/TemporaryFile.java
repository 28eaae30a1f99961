package dev.holdfast.file;

import dev.holdfast.internal.os.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being written beside its target, until it takes the target's place or is removed.
 *
 * <p>Name: {@code .holdfast-<JVM>-<random>.tmp}. The first part, the same for all temporaries of a
 * JVM, lets a sweep leave those of its own JVM alone without opening them: to open and close a file
 * would drop every lock that the JVM has on it, as POSIX wants it. The random part has 128 bits.
 *
 * <p>While the writer lives it holds a kernel lock on one byte far behind the content, where it
 * hinders no reader on systems whose locks are mandatory. A sweep of another process that gets this
 * lock knows that the writer is dead.
 */
final class TemporaryFile implements AutoCloseable {

  static final Pattern NAME = Pattern.compile("\\.holdfast-([0-9a-f]{16})-[0-9a-f]{32}\\.tmp");

  private static final String JVM_PROPERTY = "dev.holdfast.jvm";
  private static final long LOCK_POSITION = 1L << 62;
  private static final int MAX_TRIES = 100;
  private static final int BUFFER_BYTES = 65_536;
  private static final SecureRandom RANDOM = new SecureRandom();

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
        // Before the claim: to set a mode the JDK opens and closes the file, and that would drop
        // the lock, as POSIX wants it.
        created.attributesChanged = attributes.applyTo(path);
        claimed = claim(channel, false) && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        if (claimed) {
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

  /**
   * Takes the kernel lock that tells a living writer's temporary from a dead one's: its writer
   * alone, a sweep, which may only be able to read the file, shared.
   *
   * @return false if somebody else has it
   */
  static boolean claim(FileChannel channel, boolean shared) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock(LOCK_POSITION, 1, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another class loader's copy of this class
    }
  }

  /** Does this name belong to a temporary of this JVM? */
  static boolean isOfThisJvm(String jvmPart) {
    return jvmPart.equals(jvmId());
  }

  /** One for the whole JVM, whatever class loaders this class is loaded by. */
  private static String jvmId() {
    return (String)
        System.getProperties().computeIfAbsent(JVM_PROPERTY, unset -> randomHex(Long.BYTES));
  }

  private static String newName() {
    return ".holdfast-" + jvmId() + "-" + randomHex(2 * Long.BYTES) + ".tmp";
  }

  private static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
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
    Files.createLink(target, path);
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
