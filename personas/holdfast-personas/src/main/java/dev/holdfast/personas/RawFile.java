package dev.holdfast.personas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a name in the folder stands for, before it is parsed: bytes, or something that cannot be a
 * persona. Links are not followed, and only regular files are opened: a pipe would block whoever
 * opens it.
 */
sealed interface RawFile {

  /** The content of a regular file, of a size that a persona may have. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, lives for one call
  record Content(byte[] bytes) implements RawFile {}

  /** Anything else, already in the form that the store shows. */
  record Broken(PersonaFile file) implements RawFile {}

  /**
   * Reads what stands there now.
   *
   * @throws NoSuchFileException if nothing does
   * @throws ClosedByInterruptException if the thread was interrupted
   */
  static RawFile read(Path path) throws IOException {
    String fileName = String.valueOf(path.getFileName());
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      return new Broken(PersonaFile.notAFile(fileName, kindOf(found)));
    }
    if (found.size() > PersonaRules.MAX_FILE_BYTES) {
      return new Broken(PersonaFile.tooLarge(fileName));
    }
    try (InputStream in =
        Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return new Content(in.readNBytes(PersonaRules.MAX_FILE_BYTES + 1));
    } catch (NoSuchFileException | ClosedByInterruptException e) {
      throw e;
    } catch (AccessDeniedException e) {
      return new Broken(PersonaFile.unreadable(fileName, "permission denied"));
    } catch (IOException e) {
      return new Broken(PersonaFile.unreadable(fileName, reasonOf(e)));
    }
  }

  /** Parses what was read at {@code path}. */
  default PersonaFile parse(Path path) {
    return switch (this) {
      case Content(byte[] bytes) -> PersonaFile.parse(String.valueOf(path.getFileName()), bytes);
      case Broken(PersonaFile file) -> file;
    };
  }

  private static String kindOf(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return "a symbolic link";
    }
    return found.isDirectory() ? "a directory" : "a pipe, socket or device";
  }

  private static String reasonOf(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
