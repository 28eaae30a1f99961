package dev.holdfast.personas.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.Names;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Optional;

/** Which names may stand in an archive. */
final class EntryNames {

  static final String MANIFEST = "manifest.json";

  private static final int MAX_PATH_BYTES = 1_024;
  private static final int MAX_NAME_BYTES = 255;

  private EntryNames() {}

  /** The name that the bytes spell. */
  static String decode(byte[] name) throws ArchiveFault {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw new ArchiveFault(new String(name, UTF_8), "its name is not UTF-8");
    }
  }

  /**
   * What speaks against a path: relative, names separated by {@code /}, and a {@code /} at the end
   * of a directory. No system may take it for another place, or for something that is not a file.
   */
  static Optional<String> problemOfPath(String path) {
    if (path.getBytes(UTF_8).length > MAX_PATH_BYTES) {
      return Optional.of("its name is longer than %d bytes".formatted(MAX_PATH_BYTES));
    }
    String names = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (String name : names.split("/", -1)) {
      Optional<String> problem = problemOfName(name);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  /** What speaks against the name of a persona file in a backup. */
  static Optional<String> problemOfPersona(String name) {
    if (name.contains("/")) {
      return Optional.of("a backup has no directories");
    }
    if (!isPersona(name)) {
      return Optional.of("this is no name of a persona file (*.md, not hidden)");
    }
    return problemOfName(name);
  }

  private static Optional<String> problemOfName(String name) {
    if (name.isEmpty()) {
      return Optional.of("its path is absolute or has an empty name");
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("its path goes to '%s'".formatted(name));
    }
    if (name.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))) {
      return Optional.of("its name has a backslash, colon or control character");
    }
    if (!UTF_8.newEncoder().canEncode(name)) {
      return Optional.of("its name has half of a surrogate pair");
    }
    if (name.getBytes(UTF_8).length > MAX_NAME_BYTES) {
      return Optional.of("its name is longer than %d bytes".formatted(MAX_NAME_BYTES));
    }
    if (name.endsWith(".") || name.endsWith(" ")) {
      return Optional.of("its name ends with a dot or blank");
    }
    return isDevice(name) ? Optional.of("its name is that of a device") : Optional.empty();
  }

  /** Windows passes over blanks before the first dot, and has a few devices more. */
  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).stripTrailing();
    String plain =
        stem.toLowerCase(Locale.ROOT)
            .replace('\u00b9', '1')
            .replace('\u00b2', '2')
            .replace('\u00b3', '3');
    return Names.isDevice(plain) || plain.equals("conin$") || plain.equals("conout$");
  }

  /** Is it the name of a persona file: {@code *.md}, not hidden? */
  static boolean isPersona(String name) {
    return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(".md");
  }

  /** The last name of a path. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A name that can be written down: half of a surrogate pair is a question mark. */
  static String encodable(String name) {
    return new String(name.getBytes(UTF_8), UTF_8);
  }
}
