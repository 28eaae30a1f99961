package dev.holdfast.server.console;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockInfo;
import dev.holdfast.server.catalog.CallContext;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.Tool;
import dev.holdfast.server.catalog.ToolResult;
import dev.holdfast.server.process.ProcessFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The locks as {@code get_lock_metrics} tells them, with the programs that hold and wait. */
final class LockSight {

  private final FileLockManager locks;
  private final Optional<Path> lockDirectory;
  private final Tool tool;

  /**
   * @param lockDirectory where the processes of this host share their locks; empty if they do not
   */
  LockSight(FileLockManager locks, Optional<Path> lockDirectory, Catalog catalog) {
    this.locks = locks;
    this.lockDirectory = lockDirectory;
    this.tool =
        catalog.tools().stream()
            .filter(one -> one.name().equals("get_lock_metrics"))
            .findFirst()
            .orElseThrow();
  }

  Map<String, Object> now() {
    return switch (tool.call(Map.of(), CallContext.NONE)) {
      case ToolResult.Success success -> {
        Map<String, Object> shape = new LinkedHashMap<>(success.structured());
        shape.put("processes", processes(locks.inspect()));
        shape.put("at", Instant.now().toString());
        yield shape;
      }
      case ToolResult.Failure failure -> throw ApiException.of(failure);
    };
  }

  private List<Map<String, Object>> processes(List<LockInfo> resources) {
    Map<Long, Instant> since = new TreeMap<>();
    resources.stream()
        .flatMap(info -> Stream.concat(info.holders().stream(), info.waiters().stream()))
        .forEach(party -> since.merge(party.pid(), party.since(), (a, b) -> a.isBefore(b) ? a : b));
    List<Map<String, Object>> processes = new ArrayList<>();
    since.forEach((pid, begun) -> processes.add(process(pid, begun)));
    return processes;
  }

  private Map<String, Object> process(long pid, Instant since) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("pid", pid);
    ProcessFacts facts =
        pid == ProcessHandle.current().pid()
            ? new ProcessFacts(pid, ProcessFacts.State.RUNNING, ProcessFacts.commandLine(pid))
            : lockDirectory
                .map(directory -> ProcessFacts.of(pid, since, directory))
                .orElse(new ProcessFacts(pid, ProcessFacts.State.ANOTHER, ""));
    shape.put("state", facts.state().name().toLowerCase(Locale.ROOT));
    shape.put("program", ProgramName.of(facts));
    shape.put("thisServer", pid == ProcessHandle.current().pid());
    return shape;
  }
}
