package dev.holdfast.server.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileTooLargeException;
import dev.holdfast.file.FileVersion;
import dev.holdfast.file.VersionedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/**
 * What stood in a configuration file when it was read.
 *
 * @param path as it was named; it may be a symbolic link
 * @param text without the byte order mark
 * @param mark does it begin with a byte order mark?
 * @param version {@link FileVersion#ABSENT} if there is no file, whose text is empty then
 */
record ConfigFile(Path path, String text, boolean mark, FileVersion version) {

  /** A larger file is no configuration. */
  static final long MAX_BYTES = 32L << 20;

  private static final char MARK = '\uFEFF';

  /**
   * Reads a file.
   *
   * @throws ConfigException if it is something else than a text file of a bearable size
   */
  static ConfigFile read(AtomicFiles files, Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new ConfigException("it is no file", "name another one with --file");
    }
    VersionedContent content;
    try {
      content = files.readWithVersion(path, MAX_BYTES);
    } catch (NoSuchFileException e) {
      return new ConfigFile(path, "", false, FileVersion.ABSENT);
    } catch (FileTooLargeException e) {
      throw new ConfigException(
          "it has more than %d MiB".formatted(MAX_BYTES >> 20),
          "--print shows what to add by hand");
    }
    String text = decode(content.content());
    boolean mark = !text.isEmpty() && text.charAt(0) == MARK;
    return new ConfigFile(path, mark ? text.substring(1) : text, mark, content.version());
  }

  boolean exists() {
    return !version.equals(FileVersion.ABSENT);
  }

  /** The bytes of the file with another text. */
  byte[] bytes(String newText) {
    return (mark ? MARK + newText : newText).getBytes(UTF_8);
  }

  /**
   * Refuses a file that its owner has protected from being written. A replace would not need the
   * permission, but that is no reason to go over it.
   */
  void refuseIfReadOnly() throws IOException {
    if (!exists()) {
      return;
    }
    @Nullable PosixFileAttributeView posix =
        Files.getFileAttributeView(path, PosixFileAttributeView.class);
    boolean protectedByMode =
        posix != null
            && !posix.readAttributes().permissions().contains(PosixFilePermission.OWNER_WRITE);
    if (protectedByMode || !Files.isWritable(path)) {
      throw new ConfigException(
          "it is read-only", "make it writable, or name another one with --file");
    }
  }

  /** The folder that the file itself is in, behind links. */
  Path realFolder() throws IOException {
    return requireNonNull(path.toRealPath().getParent(), "a file has a folder");
  }

  private static String decode(byte[] content) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigException(
          "it is not UTF-8 text", "save it as UTF-8 first; --print shows what to add by hand");
    }
  }
}
