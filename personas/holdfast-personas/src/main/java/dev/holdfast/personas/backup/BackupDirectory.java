package dev.holdfast.personas.backup;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import dev.holdfast.personas.Names;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.archive.Archive;
import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.Damage;
import dev.holdfast.personas.archive.Manifest;
import dev.holdfast.personas.archive.Printable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks at a directory of backups. Changes nothing, takes no lock. */
final class BackupDirectory {

  private static final int MAX_NAME_CHARS = 255;
  private static final String NO_BACKUP = "it has no manifest, so it is no backup";
  private static final Comparator<Backup> NEWEST_FIRST =
      comparing(Backup::taken, reverseOrder())
          .thenComparing(
              backup -> BackupName.parse(backup.name()).map(BackupName::number).orElse(0),
              reverseOrder())
          .thenComparing(Backup::name);

  private final Path path;

  BackupDirectory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Everything in it: the backups, the newest first, then what cannot be used, by name. */
  List<BackupEntry> entries() throws IOException {
    List<Backup> backups = new ArrayList<>();
    List<BackupEntry> unusable = new ArrayList<>();
    for (String name : names()) {
      switch (look(name).orElse(null)) {
        case Backup backup -> backups.add(backup);
        case UnusableFile file -> unusable.add(file);
        case null -> {} // pruned just now
      }
    }
    backups.sort(NEWEST_FIRST);
    List<BackupEntry> entries = new ArrayList<>(backups);
    entries.addAll(unusable);
    return entries;
  }

  /** Those that can be used, the newest first. */
  List<Backup> backups() throws IOException {
    return entries().stream().filter(Backup.class::isInstance).map(Backup.class::cast).toList();
  }

  /** The newest of a kind that is not of the future. Opens as few as possible. */
  Optional<Backup> newest(BackupKind kind, Instant now) throws IOException {
    List<BackupName> names =
        names().stream()
            .flatMap(name -> BackupName.parse(name).stream())
            .filter(name -> name.kind() == kind && !name.taken().isAfter(now))
            .sorted(comparing(BackupName::taken).thenComparingInt(BackupName::number).reversed())
            .toList();
    for (BackupName name : names) {
      if (look(name.fileName()).orElse(null) instanceof Backup backup) {
        return Optional.of(backup);
      }
    }
    return Optional.empty();
  }

  /**
   * The file of this name.
   *
   * @throws PersonaException {@code INVALID_VALUE} if it could be anything but a file in this very
   *     directory; {@code NOT_FOUND}; {@code INVALID_FILE} if it is not a regular file
   */
  Path existing(String name) throws IOException {
    if (!isPlain(name)) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "%s is no name of a backup".formatted(Printable.quoted(name)),
          "Give the name as the list of backups has it, without a path.");
    }
    Path file = path.resolve(name);
    try {
      BasicFileAttributes attributes = attributesOf(file);
      if (!attributes.isRegularFile()) {
        throw new PersonaException(
            Code.INVALID_FILE,
            "%s is not a regular file".formatted(Printable.quoted(name)),
            "Name another backup; the list has them.");
      }
      return file;
    } catch (NoSuchFileException e) {
      throw missing(name);
    }
  }

  PersonaException missing(String name) {
    return new PersonaException(
        Code.NOT_FOUND,
        "there is no backup %s in %s".formatted(Printable.quoted(name), path),
        "List the backups; it may have been pruned.");
  }

  private static boolean isPlain(String name) {
    return name.endsWith(".zip")
        && !name.startsWith(".")
        && name.length() <= MAX_NAME_CHARS
        && !Names.isDevice(name)
        && name.codePoints()
            .noneMatch(
                c ->
                    c == '/'
                        || c == '\\'
                        || c == ':'
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE);
  }

  /** What lies there under this name; empty if it is gone by now. */
  private Optional<BackupEntry> look(String name) throws IOException {
    Path file = path.resolve(name);
    long bytes = 0;
    try {
      BasicFileAttributes attributes = attributesOf(file);
      bytes = attributes.size();
      if (!attributes.isRegularFile()) {
        return Optional.of(new UnusableFile(name, bytes, "it is not a regular file"));
      }
      if (!name.endsWith(".zip")) {
        return Optional.of(new UnusableFile(name, bytes, "it is no ZIP file by its name"));
      }
      return Optional.of(open(name, file, bytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          new UnusableFile(name, bytes, "it cannot be read: " + Failures.reasonOf(e)));
    }
  }

  private static BackupEntry open(String name, Path file, long bytes) throws IOException {
    try (Archive archive = Archive.open(file)) {
      Optional<Manifest> manifest = archive.manifest();
      if (manifest.isEmpty()) {
        return new UnusableFile(name, bytes, NO_BACKUP);
      }
      if (BackupName.parse(name).isEmpty()) {
        return new UnusableFile(
            name,
            bytes,
            "it is a backup under a name that somebody else gave it: it can be verified and"
                + " restored, and is never pruned");
      }
      return new Backup(
          name,
          bytes,
          manifest.get().origin(),
          manifest.get().files().size(),
          manifest.get().leftOut());
    } catch (PersonaException refused) {
      List<Damage> damage = Archive.verify(file);
      return new UnusableFile(
          name,
          bytes,
          "it is damaged: "
              + (damage.isEmpty() ? "it changed just now" : damage.getFirst().problem()));
    }
  }

  private static BasicFileAttributes attributesOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** All names but those of temporary files. */
  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!(name.startsWith(".holdfast-") && name.endsWith(".tmp"))) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of(); // no backup was made yet
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }
}
