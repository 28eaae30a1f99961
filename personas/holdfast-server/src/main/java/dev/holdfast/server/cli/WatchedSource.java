package dev.holdfast.server.cli;

import dev.holdfast.personas.ImportSource;
import java.io.IOException;

/** A source whose reading is shown. It is read a second time when the import is made. */
final class WatchedSource implements ImportSource {

  private final ImportSource source;
  private final Progress progress;
  private int total;

  WatchedSource(ImportSource source, Progress progress) {
    this.source = source;
    this.progress = progress;
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    progress.begin(total == 0 ? "reading" : "importing", total);
    int[] count = {0};
    source.read(
        (fileName, content) -> {
          receiver.persona(fileName, content);
          count[0]++;
          progress.step();
        });
    total = count[0];
  }
}
