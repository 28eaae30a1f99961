package dev.holdfast.file;

import java.io.IOException;
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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
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
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path path;
  private final FileChannel channel;
  private boolean present = true;

  private TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates an empty temporary in {@code directory}.
   *
   * @param replaced whose mode it takes over, and owner and group where that is allowed; without
   *     it, it is for its owner only
   */
  static TemporaryFile create(Path directory, @Nullable PosixFileAttributes replaced)
      throws IOException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Path path = directory.resolve(newName());
      FileChannel channel =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS),
              ownerOnly(directory));
      TemporaryFile created = new TemporaryFile(path, channel);
      boolean claimed = false;
      try {
        if (replaced != null) {
          // Before the claim: to set a mode the JDK opens and closes the file, and that would drop
          // the lock, as POSIX wants it.
          created.takeOver(replaced);
        }
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

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  /** Writes all of {@code content}. A device that takes less than that has failed. */
  void write(byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      if (channel.write(rest) <= 0) {
        throw new IOException(
            "only %d of %d bytes were taken".formatted(rest.position(), content.length));
      }
    }
    if (channel.size() != content.length) {
      throw new IOException(
          "%d bytes were written, but the file has %d".formatted(content.length, channel.size()));
    }
  }

  private void takeOver(PosixFileAttributes replaced) throws IOException {
    PosixFileAttributeView own =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes current = own.readAttributes();
    // Owner before mode: a change of owner clears some bits of the mode.
    try {
      if (!current.group().equals(replaced.group())) {
        own.setGroup(replaced.group());
      }
      if (!current.owner().equals(replaced.owner())) {
        own.setOwner(replaced.owner());
      }
    } catch (IOException e) {
      // Not ours to give away: the new file belongs to its writer, as with any editor.
    }
    own.setPermissions(replaced.permissions());
  }

  /** Makes content and attributes durable. A failure is final: never sync the same file again. */
  void sync() throws IOException {
    channel.force(true);
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
