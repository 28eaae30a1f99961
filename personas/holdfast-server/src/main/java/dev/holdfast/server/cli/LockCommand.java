package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockTimeoutException;
import dev.holdfast.server.process.LockDescriptors;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lock",
    description = {
      "Runs a command while holding a lock, over all processes of this machine.",
      "",
      "The command gets this program's input, output, error output, and the signals HUP, INT and"
          + " TERM. The lock is free again when it has ended.",
      "",
      "On Linux CMD inherits the lock, as with flock(1): if this program alone is killed, the lock"
          + " lasts until CMD and the processes that it started have ended. Elsewhere, or where Java"
          + " may not call native code, it then ends with this program; 'holdfast doctor' says which"
          + " it is.",
      "",
    },
    customSynopsis = "holdfast lock NAME [--shared] [--wait TIME] [--dir DIR] -- CMD [ARG...]",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "n:the exit code of CMD; 128+n if signal n ended it",
      "2:called wrongly",
      "75:the lock was not had in time, CMD was not run; the message names the holder",
      "126:CMD cannot be started",
      "127:there is no CMD",
      "1:anything else; CMD was not run",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast lock nightly -- make backup",
      "  holdfast lock nightly --wait 0 -- make backup      do not wait",
      "  holdfast lock persona:alice --wait 2m -- vi ~/.holdfast/personas/alice.md",
      "  holdfast lock report --shared -- cat report.txt    together with other readers",
    })
final class LockCommand implements Callable<Integer> {

  private static final int MAX_PURPOSE = 100;

  private final Io io;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "What to lock: any name that all who take part agree on.")
  private String name = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "CMD", description = "What to run.")
  private List<String> command = List.of();

  @Option(names = "--shared", description = "Hold it together with others who ask for --shared.")
  private boolean shared;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = WaitOption.class,
      description =
          "How long to wait for the lock: 10s, 500ms, 2m; a plain number is seconds, 0 does not"
              + " wait. Default: 10s.")
  private Duration wait = LockRequest.DEFAULT_WAIT;

  @Mixin private FolderOption folder = new FolderOption();

  LockCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (FileLockManager locks = folder.openLocks(io);
        LockHandle _ = locks.acquire(request())) {
      // The lock belongs to the open file: whoever inherits that keeps it.
      return new ChildCommand(command, LockDescriptors.ofThisProcess(folder.domain(io)), io).run();
    } catch (LockTimeoutException e) {
      // The message ends with a command; here it is known where that must look.
      throw new CommandException(ExitCode.LOCKED, e.getMessage() + folder.asOption(), "");
    }
  }

  private LockRequest request() {
    try {
      return (shared ? LockRequest.shared(name) : LockRequest.exclusive(name))
          .waitAtMost(wait)
          .purpose(Text.line(String.join(" ", command), MAX_PURPOSE));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }
}
