package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "locks",
    description = {
      "Shows who holds and who waits for a lock of the folder, over all processes.",
      "",
    },
    footerHeading = "%nJSON:%n",
    footer = {
      "  A list with one object for each holder and each waiter:",
      "  resource, mode (exclusive or shared), state (held or waiting), pid, thread, purpose,",
      "  since (UTC), token (0 if there is none).",
    })
final class LocksCommand implements Callable<Integer> {

  private final Io io;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Mixin private FolderOption folder = new FolderOption();

  LocksCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    // Looking must not create anything, so the domain is opened only where there is one.
    if (!isDomain(folder.domain(io))) {
      throw CommandException.failed(
          "no lock domain in " + folder.folder(io),
          "it is made by the first 'holdfast mcp' or 'holdfast lock' there; another folder: --dir");
    }
    List<LockInfo> resources;
    try (FileLockManager locks = folder.openLocks(io)) {
      resources = locks.inspect();
    }
    if (json) {
      printJson(resources);
    } else {
      printTable(resources);
    }
    return ExitCode.OK;
  }

  private static boolean isDomain(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isPresent();
    }
  }

  private void printTable(List<LockInfo> resources) {
    Table table = new Table("RESOURCE", "MODE", "STATE", "PID", "THREAD", "PURPOSE", "SINCE");
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
        party.since().truncatedTo(ChronoUnit.SECONDS));
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
        "token", party.token());
  }

  private static String mode(LockInfo.Party party) {
    return party.mode().name().toLowerCase(Locale.ROOT);
  }
}
