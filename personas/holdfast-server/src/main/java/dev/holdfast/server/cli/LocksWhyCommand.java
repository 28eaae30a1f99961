package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.lock.LockInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "why",
    description = {
      "Explains one lock of the folder: who holds it, who waits in which order, what to do next.",
      "",
      "A process is named as it names itself. If the one that acquired the lock has ended and a"
          + " command that it started keeps the lock (see 'holdfast lock --help'), that one is"
          + " named, too.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is held or waited for",
      "1:failed",
      "2:called wrongly",
      "3:it is free: nobody holds it or waits for it",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast locks why persona:alice",
      "  holdfast locks why nightly --json",
      "",
      "JSON:",
      "  resource, state (held, wanted or free), holders, waiters (the first one first), keptBy, next.",
      "  A holder or waiter: pid, thread, mode, purpose, since (UTC), forMillis, token (0 if there is",
      "  none), process (running, stopped, ended or another), commandLine. keptBy: pid, commandLine.",
    })
final class LocksWhyCommand implements Callable<Integer> {

  /** A name that long may have been shortened in the lock directory, which has 88 bytes for it. */
  private static final int SHORTENED_BYTES = 82;

  private final Io io;

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the lock.")
  private String name = "";

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Mixin private FolderOption ownFolder = new FolderOption();

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private LocksCommand above;

  LocksWhyCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    if (name.isEmpty()) {
      throw CommandException.usage("a resource needs a name");
    }
    FolderOption folder = ownFolder.or(above.folder());
    LockInfo state =
        folder.inspect(io).stream()
            .filter(this::isMeant)
            .findFirst()
            .orElse(new LockInfo(name, List.of(), List.of()));
    LockExplanation explanation = LockExplanation.of(state, folder.domain(io), Instant.now());
    if (json || above.json()) {
      JsonOutput.print(io, explanation.toJson());
    } else {
      new ExplanationText(explanation, io.out()).print();
    }
    return explanation.isFree() ? ExitCode.FREE : ExitCode.OK;
  }

  private boolean isMeant(LockInfo one) {
    return one.resource().equals(name)
        || (one.resource().getBytes(UTF_8).length >= SHORTENED_BYTES
            && name.startsWith(one.resource()));
  }
}
