package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockInfo;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --dir}, the same for every command. */
final class FolderOption {

  /** The folder's subfolder that is its lock domain. */
  static final String DOMAIN = ".holdfast";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "The folder of personas; its locks are in DIR/.holdfast. Default: the environment"
              + " variable HOLDFAST_DIR, otherwise ~/.holdfast/personas.")
  private @Nullable String dir;

  /** The folder, absolute; it may not exist yet. */
  Path folder(Io io) {
    Path folder =
        dir != null
            ? io.path(dir)
            : io.variable("HOLDFAST_DIR")
                .map(io::path)
                .orElseGet(() -> io.home().resolve(".holdfast/personas"));
    return folder.toAbsolutePath();
  }

  /** The directory of the folder's lock domain; it may not exist yet. */
  Path domain(Io io) {
    return folder(io).resolve(DOMAIN);
  }

  /**
   * Opens the lock domain of the folder, creating both where they are missing.
   *
   * @throws CommandException if that is not possible
   */
  FileLockManager openLocks(Io io) {
    try {
      return FileLockManager.open(domain(io));
    } catch (IOException e) {
      throw unusable(io, e);
    }
  }

  /**
   * Who holds and who waits in the lock domain of the folder.
   *
   * @throws CommandException if there is none: looking must not create anything
   */
  List<LockInfo> inspect(Io io) throws IOException {
    if (!isDomain(domain(io))) {
      throw CommandException.failed(
          "no lock domain in " + folder(io),
          "it is made by the first 'holdfast mcp' or 'holdfast lock' there; another folder: --dir");
    }
    try (FileLockManager locks = openLocks(io)) {
      return locks.inspect();
    }
  }

  private static boolean isDomain(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isPresent();
    }
  }

  /** This option if it is given, otherwise that of the command above. */
  FolderOption or(FolderOption above) {
    return dir == null ? above : this;
  }

  /** The option that leads to the folder, for a command line to copy; empty if none is needed. */
  String asOption() {
    return dir == null ? "" : " --dir " + Text.shellWord(dir);
  }

  /**
   * Opens the store of the folder.
   *
   * @throws CommandException if that is not possible
   */
  PersonaStore openStore(Io io, FileLockManager locks) {
    try {
      return PersonaFolder.open(folder(io), locks, actor(io), Clock.systemUTC());
    } catch (IOException e) {
      throw unusable(io, e);
    }
  }

  /**
   * Opens the store of the folder for reading only.
   *
   * @throws CommandException if that is not possible
   */
  PersonaStore openStoreReadOnly(Io io, FileLockManager locks) {
    try {
      return PersonaFolder.openReadOnly(folder(io), locks, actor(io), Clock.systemUTC());
    } catch (IOException e) {
      throw unusable(io, e);
    }
  }

  private static Actor actor(Io io) {
    return new Actor(io.author(), "holdfast " + RootCommand.Version.program());
  }

  /**
   * Refuses a folder that is not there, for whoever must not make one.
   *
   * @throws CommandException if it is none
   */
  void requireThere(Io io) {
    if (!Files.isDirectory(folder(io))) {
      throw CommandException.failed(
          "there is no folder " + folder(io) + " to read",
          "start once without --read-only, which makes it, or choose another folder with --dir or"
              + " HOLDFAST_DIR");
    }
  }

  private CommandException unusable(Io io, IOException failure) {
    String reason =
        failure instanceof FileAlreadyExistsException taken
            ? taken.getFile() + " is not a folder" // what stands where a folder would be made
            : Failures.describe(failure);
    return CommandException.failed(
        "cannot use the folder " + folder(io) + ": " + reason,
        "see to it that you may write there, or choose another folder with --dir or HOLDFAST_DIR");
  }
}
