package dev.holdfast.personas;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.PersonaException.Code;
import java.nio.file.Path;

/**
 * What stands in the folder under a name, read under its lock.
 *
 * @param raw what was read
 * @param file the same, parsed
 */
record Found(Path path, RawFile raw, PersonaFile file) {

  static Found of(Path path, RawFile raw) {
    return new Found(path, raw, raw.parse(path));
  }

  String slug() {
    return file.slug();
  }

  /** Can it be kept in the history? Not if it is no file, or too large to be read. */
  boolean isKept() {
    return raw instanceof RawFile.Content;
  }

  /** The content; none if it is not a file that could be read. */
  byte[] bytes() {
    return raw instanceof RawFile.Content(byte[] bytes) ? bytes : new byte[0];
  }

  /** The version of the content. */
  FileVersion version() {
    return raw instanceof RawFile.Content(byte[] bytes)
        ? FileVersion.of(bytes)
        : FileVersion.ABSENT;
  }

  /** Refuses an undo over somebody else's deletion. */
  static PersonaException gone(Path path, String expected) {
    return new PersonaException(
        Code.CHANGED,
        "%s is gone; it does not have the version %s"
            .formatted(Show.plain(String.valueOf(path.getFileName())), Show.quoted(expected)),
        "Nothing was changed. Somebody deleted it since you read it: bring it back without an"
            + " expected version.");
  }
}
