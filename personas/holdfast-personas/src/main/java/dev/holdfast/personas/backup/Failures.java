package dev.holdfast.personas.backup;

import dev.holdfast.lock.DeadlockException;
import dev.holdfast.lock.LockException;
import dev.holdfast.lock.LockManagerClosedException;
import dev.holdfast.lock.LockTimeoutException;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns what went wrong with backups into what people can act on. */
final class Failures {

  private final Path directory;

  /** What can go wrong. */
  interface Operation<T> {
    T run() throws IOException, InterruptedException;
  }

  Failures(Path directory) {
    this.directory = directory;
  }

  /**
   * Runs an operation.
   *
   * @param words what it does, for messages
   * @throws PersonaException for whatever goes wrong
   */
  <T> T guard(String words, Operation<T> operation) {
    try {
      return operation.run();
    } catch (InterruptedException | ClosedByInterruptException e) {
      throw interrupted(words, e);
    } catch (LockException e) {
      throw of(words, e);
    } catch (IOException e) {
      throw e.getCause() instanceof ClosedByInterruptException
          ? interrupted(words, e)
          : of(words, e);
    }
  }

  private static PersonaException interrupted(String words, Exception cause) {
    Thread.currentThread().interrupt();
    return new PersonaException(
        Code.INTERRUPTED, words + " was interrupted", "Repeat it if it is still wanted.", cause);
  }

  private static PersonaException of(String words, LockException e) {
    Code code =
        switch (e) {
          case LockTimeoutException _, DeadlockException _ -> Code.BUSY;
          case LockManagerClosedException _ -> Code.CLOSED;
          default -> Code.IO_FAILURE;
        };
    return new PersonaException(
        code, words + " was refused: " + e.getMessage(), "Repeat it in a moment.", e);
  }

  private PersonaException of(String words, IOException e) {
    return new PersonaException(
        Code.IO_FAILURE,
        "%s failed: %s".formatted(words, reasonOf(e)),
        "Check the disk, the space on it, and the directory %s; then repeat.".formatted(directory),
        e);
  }

  /** Why it failed, for people: Java often gives no more than the name of the file. */
  static String reasonOf(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case NoSuchFileException _ -> message + " is not there";
      case AccessDeniedException _ -> message + ": permission denied";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : message;
    };
  }
}
