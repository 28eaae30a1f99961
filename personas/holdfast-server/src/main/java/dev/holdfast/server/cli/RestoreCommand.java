package dev.holdfast.server.cli;

import dev.holdfast.snapshot.Changes;
import dev.holdfast.snapshot.DamagedSnapshotException;
import dev.holdfast.snapshot.ManifestException;
import dev.holdfast.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Makes a folder what a snapshot of it is, in one transaction.",
      "",
      "The snapshot is checked against its manifest first. Files that are not in it are deleted: see"
          + " what would happen with --dry-run, or take a snapshot of the present state before.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast restore --dry-run /backup/personas-1 ~/.holdfast/personas",
      "  holdfast restore /backup/personas-1 ~/.holdfast/personas",
      "",
      "Each line that it prints is + (created), ~ (replaced) or - (deleted) and a path.",
    })
final class RestoreCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "SNAPSHOT", description = "The snapshot.")
  private String snapshot = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder to make the same.")
  private String directory = "";

  @Option(names = "--dry-run", description = "Print what would be changed, and change nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  RestoreCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path from = io.path(snapshot).toAbsolutePath();
    try {
      return dryRun
          ? TreeFolder.look(io, directory, tree -> print(Snapshots.of(tree).preview(from)))
          : TreeFolder.open(io, directory, tree -> print(Snapshots.of(tree).restore(from)));
    } catch (DamagedSnapshotException | ManifestException e) {
      throw CommandException.failed(Failures.describe(e), "nothing was changed");
    }
  }

  private int print(Changes changes) {
    if (json) {
      JsonOutput.print(
          io,
          JsonOutput.object(
              "created", names(changes.created()),
              "replaced", names(changes.replaced()),
              "deleted", names(changes.deleted()),
              "unchanged", changes.unchanged(),
              "dryRun", dryRun));
      return ExitCode.OK;
    }
    lines("+ ", changes.created());
    lines("~ ", changes.replaced());
    lines("- ", changes.deleted());
    io.out()
        .println(
            "%s%,d created, %,d replaced, %,d deleted, %,d unchanged"
                .formatted(
                    dryRun ? "would be: " : "",
                    changes.created().size(),
                    changes.replaced().size(),
                    changes.deleted().size(),
                    changes.unchanged()));
    return ExitCode.OK;
  }

  private static List<String> names(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }

  private void lines(String sign, List<Path> paths) {
    paths.forEach(path -> io.out().println(sign + Text.line(path.toString())));
  }
}
