package dev.holdfast.server.cli;

import dev.holdfast.personas.ImportSource;
import java.io.IOException;
import java.util.OptionalInt;

/** A source whose reading is shown. When it is read again, it is known how long that will take. */
final class WatchedSource implements ImportSource {

  private final ImportSource source;
  private final ProgressBar bar;
  private OptionalInt total = OptionalInt.empty();

  WatchedSource(ImportSource source, ProgressBar bar) {
    this.source = source;
    this.bar = bar;
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    String words = total.isEmpty() ? "reading" : "importing";
    int[] count = {0};
    source.read(
        (fileName, content) -> {
          receiver.persona(fileName, content);
          bar.report(words, ++count[0], total);
        });
    total = OptionalInt.of(count[0]);
  }
}
