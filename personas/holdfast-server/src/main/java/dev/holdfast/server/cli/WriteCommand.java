package dev.holdfast.server.cli;

import static java.util.Objects.requireNonNull;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.AttributePolicy;
import dev.holdfast.file.Content;
import dev.holdfast.file.FileChangedException;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.FileVersion;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockTimeoutException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "write",
    description = {
      "Replaces a file by what comes on standard input, whole or not at all.",
      "",
      "Whoever reads the file meanwhile sees the old or the new content, never a part. When the"
          + " command has ended well the new content survives a power cut. Mode, owner, access"
          + " control list and extended attributes stay; a new file is for its owner only. A"
          + " symbolic link is followed.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "1:failed; standard error says what happened and whether anything was changed",
      "2:called wrongly",
      "4:the file has another version, or exists already with --create-new; nothing was changed",
      "75:the lock was not had in time; nothing was changed",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  make report | holdfast write report.html",
      "  make key | holdfast write --create-new --mode 400 key.pem",
      "  holdfast lock report -- sh -c 'sort report.txt | holdfast write report.txt'",
      "",
      "  v=$(holdfast read --version notes.txt)              the version first, then the content",
      "  sed s/a/b/ notes.txt > new",
      "  holdfast write --if-version $v notes.txt < new      4 if somebody else was faster",
      "",
      "An input that ends early, because the command before the | failed, is taken for the whole"
          + " content: let the shell check it (bash: set -o pipefail does not help here, write to a"
          + " variable or file first).",
    })
final class WriteCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file to write.")
  private String file = "";

  @Option(names = "--create-new", description = "Only if there is no such file.")
  private boolean createNew;

  @Option(
      names = "--if-version",
      paramLabel = "VERSION",
      description =
          "Only if the file still has this version, as 'holdfast read --version' prints it.")
  private @Nullable String version;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = ModeOption.class,
      description =
          "The mode of the file, such as 640. It then gets no other attributes of the file that it"
              + " replaces.")
  private ModeOption.@Nullable Mode mode;

  @Option(
      names = "--lock",
      paramLabel = "NAME",
      description = "Hold this lock meanwhile, and write only if it is held at the end.")
  private @Nullable String lock;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = WaitOption.class,
      description = "How long to wait for the lock, such as 500ms or 2m. Default: 10s.")
  private Duration wait = LockRequest.DEFAULT_WAIT;

  @Mixin private FolderOption folder = new FolderOption();

  WriteCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path path = io.path(file).toAbsolutePath();
    if (createNew && version != null) {
      throw CommandException.usage("--create-new and --if-version exclude each other");
    }
    WriteOptions options = WriteOptions.defaults();
    if (mode != null) {
      options = options.newFileMode(mode.permissions()).attributes(AttributePolicy.RESET);
    }
    try (FileLockManager locks =
        lock == null ? FileLockManager.inProcess() : folder.openLocks(io)) {
      if (lock == null) {
        write(locks.files(), path, options);
      } else {
        try (LockHandle handle = locks.acquire(request(path))) {
          write(locks.files(), path, options.heldBy(handle));
        }
      }
      sweep(locks.files(), path);
    } catch (FileAlreadyExistsException | FileChangedException e) {
      throw new CommandException(
          ExitCode.CHANGED,
          createNew
              ? "%s exists already; nothing was changed".formatted(path)
              : Failures.describe(e),
          "");
    } catch (FileCommitException e) {
      throw e; // says itself what became of the file
    } catch (FileSystemException e) {
      throw CommandException.failed(
          "cannot write %s: %s; nothing was changed".formatted(path, Failures.describe(e)), "");
    } catch (LockTimeoutException e) {
      throw new CommandException(
          ExitCode.LOCKED, e.getMessage() + folder.asOption(), "nothing was changed");
    }
    return ExitCode.OK;
  }

  private LockRequest request(Path path) {
    try {
      return LockRequest.exclusive(requireNonNull(lock))
          .waitAtMost(wait)
          .purpose(Text.line("write " + path));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private void write(AtomicFiles files, Path path, WriteOptions options)
      throws IOException, InterruptedException {
    Content content = Content.from(new StandardInput(io.in()));
    if (createNew) {
      files.createNew(path, content, options);
    } else if (version != null) {
      FileVersion _ = files.writeIf(path, content, expected(version), options);
    } else {
      files.write(path, content, options);
    }
  }

  private static FileVersion expected(String version) {
    try {
      return FileVersion.parse(version);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Tells a failure to read from one to write. */
  private static final class StandardInput extends InputStream {
    private final InputStream in;

    StandardInput(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      try {
        return in.read(into, offset, length);
      } catch (IOException e) {
        throw CommandException.failed(
            "cannot read standard input: %s; nothing was changed".formatted(Failures.describe(e)),
            "");
      }
    }
  }

  /** Nobody else looks after temporaries that writes left here when they were killed. */
  private static void sweep(AtomicFiles files, Path path) {
    try {
      files.sweep(requireNonNull(path.toRealPath().getParent(), "a file has a folder"));
    } catch (IOException e) {
      return; // the write itself stands, and the next one sweeps again
    }
  }
}
