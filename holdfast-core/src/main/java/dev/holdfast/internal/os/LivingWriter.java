package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Tells the unfinished work of a living writer from what a dead one left.
 *
 * <p>While the writer lives it holds a kernel lock on one byte of a file, far behind the content,
 * where it hinders no reader on systems whose locks are mandatory. A sweep of another process that
 * gets this lock knows that the writer is dead.
 *
 * <p>Name: {@code <JVM>-<random>}. The first part, the same for all that a JVM makes, lets a sweep
 * leave the work of its own JVM alone without opening it: to open and close a file would drop every
 * lock that the JVM has on it, as POSIX wants it. The random part has 128 bits, so a name is never
 * used again.
 */
public final class LivingWriter {

  /** What {@link #newName} returns, as a regular expression. */
  public static final String NAME = "[0-9a-f]{16}-[0-9a-f]{32}";

  private static final String JVM_PROPERTY = "dev.holdfast.jvm";
  private static final long LOCK_POSITION = 1L << 62;

  /** Drawn ahead for so many names: to draw anew for each costs more than all else of a name. */
  private static final int NAMES_AHEAD = 64;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ByteBuffer AHEAD =
      ByteBuffer.allocate(NAMES_AHEAD * 2 * Long.BYTES).position(NAMES_AHEAD * 2 * Long.BYTES);

  private LivingWriter() {}

  /** A name that was never used before. */
  public static String newName() {
    return jvmId() + "-" + randomHex(2 * Long.BYTES);
  }

  /** Is this a name that this JVM made? */
  public static boolean isOfThisJvm(String name) {
    return name.startsWith(jvmId() + "-");
  }

  /**
   * Takes the kernel lock: the writer alone, a sweep, which may only be able to read the file,
   * shared. It is let go when the channel, or any other channel of this JVM on the file, is closed.
   *
   * @return false if somebody else has it
   */
  public static boolean claim(FileChannel channel, boolean shared) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock(LOCK_POSITION, 1, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another class loader's copy of this class
    }
  }

  /** One for the whole JVM, whatever class loaders this class is loaded by. */
  private static String jvmId() {
    return (String)
        System.getProperties().computeIfAbsent(JVM_PROPERTY, unset -> randomHex(Long.BYTES));
  }

  private static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    synchronized (AHEAD) {
      if (AHEAD.remaining() < bytes) {
        RANDOM.nextBytes(AHEAD.clear().array());
      }
      AHEAD.get(random);
    }
    return HexFormat.of().formatHex(random);
  }
}
