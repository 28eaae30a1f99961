package dev.holdfast.server.catalog;

import dev.holdfast.personas.ImportSource;
import java.io.IOException;

/**
 * A source of personas whose reading is told as progress, and ends when the call is cancelled. It
 * is read several times: to decide, then to write.
 */
final class FollowedSource implements ImportSource {

  private final ImportSource source;
  private final CallContext call;
  private final int most;
  private int readings;
  private long counted;
  private long done;

  /**
   * @param most so often it is read, if all goes well
   */
  FollowedSource(ImportSource source, int most, CallContext call) {
    this.source = source;
    this.most = most;
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
            String words = readings < most ? "Checking personas" : "Writing personas";
            call.progress(done, most * counted, words);
          }
        });
  }
}
