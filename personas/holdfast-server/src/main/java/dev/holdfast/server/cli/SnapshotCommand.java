package dev.holdfast.server.cli;

import dev.holdfast.snapshot.Snapshot;
import dev.holdfast.snapshot.Snapshots;
import dev.holdfast.snapshot.Snapshots.Copying;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "snapshot",
    description = {
      "Copies a folder as it is at one instant, while programs that use it as a tree go on writing.",
      "",
      "The copy appears when it is whole. Its .holdfast-manifest has the SHA-256 of each file:"
          + " sha256sum -c checks it. Names that begin with .holdfast are not copied. Programs that"
          + " write the files in another way are not kept out, and may be seen half done.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast snapshot ~/.holdfast/personas /backup/personas-1",
      "  cd /backup/personas-1 && sha256sum -c .holdfast-manifest",
      "  holdfast restore /backup/personas-1 ~/.holdfast/personas",
    })
final class SnapshotCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder to copy.")
  private String directory = "";

  @Parameters(
      index = "1",
      paramLabel = "INTO",
      description = "The folder to make; must not exist, the one above it must.")
  private String into = "";

  @Option(
      names = "--link",
      description =
          "Make hard links instead of copies where possible: no space is needed, but a program that"
              + " writes a file in place changes the snapshot, too.")
  private boolean link;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  SnapshotCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return TreeFolder.open(
        io,
        directory,
        tree -> {
          Snapshot snapshot =
              Snapshots.of(tree)
                  .take(io.path(into).toAbsolutePath(), link ? Copying.LINK : Copying.COPY);
          print(snapshot);
          return ExitCode.OK;
        });
  }

  private void print(Snapshot snapshot) {
    if (json) {
      JsonOutput.print(
          io,
          JsonOutput.object(
              "directory", snapshot.directory().toString(),
              "taken", snapshot.taken().toString(),
              "files", snapshot.files(),
              "bytes", snapshot.bytes(),
              "directories", snapshot.directories(),
              "links", snapshot.links()));
    } else {
      io.out()
          .println(
              Text.line(
                  "%s: %,d files with %,d bytes, as of %s"
                      .formatted(
                          snapshot.directory(),
                          snapshot.files(),
                          snapshot.bytes(),
                          snapshot.taken())));
    }
  }
}
