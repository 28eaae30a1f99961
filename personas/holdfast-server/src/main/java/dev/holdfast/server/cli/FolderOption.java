package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --dir}, the same for every command. */
final class FolderOption {

  /** The folder's subfolder that is its lock domain. */
  private static final String DOMAIN = ".holdfast";

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

  /** Opens the lock domain of the folder, creating both where they are missing. */
  FileLockManager openLocks(Io io) throws IOException {
    return FileLockManager.open(domain(io));
  }
}
