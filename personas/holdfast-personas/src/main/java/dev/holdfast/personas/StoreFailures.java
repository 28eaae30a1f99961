package dev.holdfast.personas;

import dev.holdfast.file.FileCommitException;
import dev.holdfast.lock.DeadlockException;
import dev.holdfast.lock.LockException;
import dev.holdfast.lock.LockFailedException;
import dev.holdfast.lock.LockHoldTimeoutException;
import dev.holdfast.lock.LockManagerClosedException;
import dev.holdfast.lock.LockNotHeldException;
import dev.holdfast.lock.LockTimeoutException;
import dev.holdfast.lock.LockUpgradeException;
import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what went wrong below into what people can act on. */
final class StoreFailures {

  private static final long LITTLE_SPACE_BYTES = 1 << 20;

  private final Path directory;

  StoreFailures(Path directory) {
    this.directory = directory;
  }

  /** The thread was interrupted while it waited for a lock; sets its status again. */
  PersonaException interrupted(String operation, Exception cause) {
    Thread.currentThread().interrupt();
    return new PersonaException(
        Code.INTERRUPTED,
        operation + " was interrupted; nothing was changed",
        "Repeat it if it is still wanted.",
        cause);
  }

  PersonaException of(String operation, LockException e) {
    String message = operation + " was refused: " + e.getMessage();
    return switch (e) {
      case LockTimeoutException _, DeadlockException _ ->
          new PersonaException(
              Code.BUSY, message, "Nothing was changed; repeat it in a moment.", e);
      case LockNotHeldException _, LockHoldTimeoutException _, LockUpgradeException _ ->
          new PersonaException(Code.BUSY, message, "Nothing was changed; repeat it.", e);
      case LockManagerClosedException _ ->
          new PersonaException(Code.CLOSED, message, "Open the store again.", e);
      case LockFailedException _ ->
          new PersonaException(
              Code.IO_FAILURE,
              message,
              "Nothing was changed; check the lock directory and the disk under %s."
                  .formatted(directory),
              e);
    };
  }

  PersonaException of(String operation, IOException e) {
    if (has(e, ClosedByInterruptException.class)) {
      Thread.currentThread().interrupt();
      return new PersonaException(
          Code.INTERRUPTED,
          operation + " was interrupted" + outcome(e),
          "Repeat it if it is still wanted.",
          e);
    }
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new PersonaException(
        Code.IO_FAILURE,
        e instanceof FileCommitException
            ? "%s failed: %s".formatted(operation, reason)
            : "%s failed: %s%s".formatted(operation, describe(e, reason), outcome(e)),
        hint(e, reason),
        e);
  }

  private static String describe(IOException e, String reason) {
    return switch (e) {
      case NoSuchFileException _ -> reason + " is not there";
      case AccessDeniedException _ -> reason + ": permission denied";
      case NotDirectoryException _ -> reason + " is not a directory";
      default -> reason;
    };
  }

  private static String outcome(IOException e) {
    if (e instanceof FileCommitException commit) {
      return switch (commit.outcome()) {
        case NOT_COMMITTED -> "; nothing was changed";
        case COMMITTED -> "; the change is in place";
        case UNKNOWN -> "; the change is in place, but a power cut may undo it";
      };
    }
    return "; nothing was changed";
  }

  /** The texts of the operating system only help to word the hint; nothing else depends on them. */
  private String hint(IOException e, String reason) {
    String words = reason.toLowerCase(Locale.ROOT);
    if (!Files.isDirectory(directory)) {
      return "The folder %s is gone or cannot be reached; bring it back.".formatted(directory);
    }
    if (words.contains("read-only") || isReadOnly()) {
      return "The file system of %s is read-only; make it writable or use another folder."
          .formatted(directory);
    }
    if (words.contains("no space") || words.contains("quota") || isFull()) {
      return "Free space on the disk of %s and repeat.".formatted(directory);
    }
    if (has(e, AccessDeniedException.class)) {
      return "Check that this user may read and write %s and its files.".formatted(directory);
    }
    return "Check the disk and the folder %s, then repeat.".formatted(directory);
  }

  private boolean isReadOnly() {
    try {
      return Files.getFileStore(directory).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isFull() {
    try {
      FileStore store = Files.getFileStore(directory);
      return store.getUsableSpace() < LITTLE_SPACE_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean has(Throwable e, Class<? extends Throwable> kind) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (kind.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
