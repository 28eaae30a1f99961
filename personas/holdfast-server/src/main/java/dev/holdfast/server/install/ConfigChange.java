package dev.holdfast.server.install;

import static java.util.Objects.requireNonNull;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.Content;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.FileVersion;
import dev.holdfast.file.Outcome;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.personas.diff.UnifiedDiff;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A change of one configuration file that is not made yet.
 *
 * <p>It is bound to the version of the file that it was made from: {@link #apply} changes that one
 * or nothing.
 */
public final class ConfigChange {

  /** What becomes of the entry. */
  public enum Kind {
    ADDED,
    CHANGED,
    REMOVED,
    /** It is as it should be: nothing is written. */
    NONE
  }

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final int MOST_BACKUPS_OF_A_SECOND = 100;

  private final ConfigFile file;
  private final String after;
  private final Kind kind;

  private ConfigChange(ConfigFile file, String after, Kind kind) {
    this.file = file;
    this.after = after;
    this.kind = kind;
  }

  /**
   * The change that brings an entry in, or brings it up to date.
   *
   * @throws ConfigException if the file is not understood, or the client cannot have the entry
   */
  public static ConfigChange install(
      AtomicFiles files, Client client, Path path, String name, ServerEntry entry)
      throws IOException {
    ConfigFile file = ConfigFile.read(files, path);
    String after = client.put(file.text(), name, entry);
    Kind kind =
        after.equals(file.text())
            ? Kind.NONE
            : client.has(file.text(), name) ? Kind.CHANGED : Kind.ADDED;
    return new ConfigChange(file, after, kind);
  }

  /**
   * The change that takes an entry out.
   *
   * @throws ConfigException if the file is not understood
   */
  public static ConfigChange uninstall(AtomicFiles files, Client client, Path path, String name)
      throws IOException {
    ConfigFile file = ConfigFile.read(files, path);
    String after = file.exists() ? client.remove(file.text(), name) : file.text();
    return new ConfigChange(file, after, after.equals(file.text()) ? Kind.NONE : Kind.REMOVED);
  }

  /**
   * Does the file have an entry of this name?
   *
   * @throws ConfigException if the file is not understood
   */
  public static boolean isInstalled(AtomicFiles files, Client client, Path path, String name)
      throws IOException {
    ConfigFile file = ConfigFile.read(files, path);
    return file.exists() && client.has(file.text(), name);
  }

  /** What becomes of the entry. */
  public Kind kind() {
    return kind;
  }

  /** The difference in the unified format; empty if there is none. */
  public String diff() {
    String name = file.path().toString();
    return UnifiedDiff.of(file.exists() ? name : "/dev/null", file.text(), name, after);
  }

  /**
   * Makes the change, whole and durable, after a copy of the file as it was is beside it. Missing
   * folders are made; a symbolic link stays, what it leads to is changed; attributes stay. Whoever
   * changes the file with a lock of the same domain is kept out meanwhile.
   *
   * @return the copy, which only the user may read; empty if there was no file or nothing is to be
   *     changed
   * @throws dev.holdfast.file.FileChangedException if somebody has changed the file since this
   *     change was made; nothing is changed, and no copy is left
   * @throws ConfigException if the file is read-only
   * @throws IOException if a step fails; the file is as it was unless the failure says otherwise
   */
  public Optional<Path> apply(AtomicFiles files, Clock clock)
      throws IOException, InterruptedException {
    if (kind == Kind.NONE) {
      return Optional.empty();
    }
    file.refuseIfReadOnly();
    Optional<Path> backup = file.exists() ? Optional.of(backUp(files, clock)) : Optional.empty();
    boolean needed = false;
    try {
      files.createDirectories(requireNonNull(file.path().toAbsolutePath().getParent()));
      FileVersion _ =
          files.writeIf(
              file.path(), Content.of(file.bytes(after)), file.version(), WriteOptions.defaults());
      needed = true;
    } catch (FileCommitException e) {
      needed = e.outcome() != Outcome.NOT_COMMITTED;
      throw e;
    } finally {
      if (!needed && backup.isPresent()) {
        files.delete(backup.get());
      }
    }
    files.sweep(file.realFolder());
    return backup;
  }

  private Path backUp(AtomicFiles files, Clock clock) throws IOException {
    String name =
        "%s.holdfast-backup-%s".formatted(file.path().getFileName(), STAMP.format(clock.instant()));
    for (int i = 1; ; i++) {
      Path backup = file.path().resolveSibling(i == 1 ? name : name + "-" + i);
      try {
        files.createNew(backup, file.bytes(file.text()));
        return backup;
      } catch (FileAlreadyExistsException e) {
        if (i == MOST_BACKUPS_OF_A_SECOND) {
          throw e;
        }
      }
    }
  }
}
