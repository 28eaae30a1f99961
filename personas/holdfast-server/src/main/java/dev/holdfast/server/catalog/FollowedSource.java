package dev.holdfast.server.catalog;

import dev.holdfast.personas.ImportSource;
import java.io.IOException;

/**
 * A source of personas whose reading is told as progress, and ends when the call is cancelled. It
 * is read twice: to decide, then to write.
 */
final class FollowedSource implements ImportSource {

  private final ImportSource source;
  private final CallContext call;
  private int readings;
  private long counted;
  private long done;

  FollowedSource(ImportSource source, CallContext call) {
    this.source = source;
    this.call = call;
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    boolean first = readings++ == 0;
    source.read(
        (fileName, content) -> {
          call.refuseIfCancelled();
          receiver.persona(fileName, content);
          done++;
          if (first) {
            counted++;
            call.progress(done, 0, "Checking personas");
          } else {
            call.progress(done, 2 * counted, "Writing personas");
          }
        });
  }
}
