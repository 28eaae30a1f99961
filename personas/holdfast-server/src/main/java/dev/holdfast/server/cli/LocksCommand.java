package dev.holdfast.server.cli;

import dev.holdfast.lock.LockInfo;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "locks",
    description = {
      "Shows who holds and who waits for a lock of the folder, over all processes.",
      "",
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast locks",
      "  holdfast locks why persona:alice     one of them, explained",
      "",
      "JSON:",
      "  A list with one object for each holder and each waiter:",
      "  resource, mode (exclusive or shared), state (held or waiting), pid, thread, purpose,",
      "  since (UTC), token (0 if there is none), waiters (how many wait for the resource).",
    })
final class LocksCommand implements Callable<Integer> {

  private final Io io;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Mixin private FolderOption folder = new FolderOption();

  private LocksCommand(Io io) {
    this.io = io;
  }

  /** The command with what belongs below it. */
  static CommandLine commandLine(Io io) {
    return new CommandLine(new LocksCommand(io)).addSubcommand(new LocksWhyCommand(io));
  }

  /** What was given before the name of a command below this one. */
  FolderOption folder() {
    return folder;
  }

  /** Is JSON wanted? */
  boolean json() {
    return json;
  }

  @Override
  public Integer call() throws IOException {
    List<LockInfo> resources = folder.inspect(io);
    if (json) {
      printJson(resources);
    } else {
      printTable(resources);
    }
    return ExitCode.OK;
  }

  private void printTable(List<LockInfo> resources) {
    Table table =
        new Table(
            "RESOURCE", "MODE", "STATE", "PID", "THREAD", "PURPOSE", "SINCE", "TOKEN", "WAITERS");
    boolean any = false;
    for (LockInfo resource : resources) {
      for (LockInfo.Party holder : resource.holders()) {
        row(table, resource, holder, "held");
        any = true;
      }
      for (LockInfo.Party waiter : resource.waiters()) {
        row(table, resource, waiter, "waiting");
        any = true;
      }
    }
    if (any) {
      table.print(io.out());
    } else {
      io.out().println("nobody holds or waits for a lock in " + Text.line(folder.folder(io) + ""));
    }
  }

  private static void row(Table table, LockInfo resource, LockInfo.Party party, String state) {
    table.row(
        resource.resource(),
        mode(party),
        state,
        party.pid(),
        party.thread(),
        party.purpose(),
        party.since().truncatedTo(ChronoUnit.SECONDS),
        party.token(),
        resource.waiters().size());
  }

  private void printJson(List<LockInfo> resources) {
    List<Map<String, Object>> parties = new ArrayList<>();
    for (LockInfo resource : resources) {
      resource.holders().forEach(holder -> parties.add(object(resource, holder, "held")));
      resource.waiters().forEach(waiter -> parties.add(object(resource, waiter, "waiting")));
    }
    JsonOutput.print(io, parties);
  }

  private static Map<String, Object> object(LockInfo resource, LockInfo.Party party, String state) {
    return JsonOutput.object(
        "resource", resource.resource(),
        "mode", mode(party),
        "state", state,
        "pid", party.pid(),
        "thread", party.thread(),
        "purpose", party.purpose(),
        "since", party.since().toString(),
        "token", party.token(),
        "waiters", resource.waiters().size());
  }

  /** A mode as users write it. */
  static String mode(LockInfo.Party party) {
    return party.mode().name().toLowerCase(Locale.ROOT);
  }
}
