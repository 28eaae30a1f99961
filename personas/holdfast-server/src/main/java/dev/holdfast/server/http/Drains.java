package dev.holdfast.server.http;

import java.time.Duration;

/** A handler whose work can be brought to an end. */
interface Drains {

  /** Begins nothing new, and returns when what is in work is answered, or the time is over. */
  void drain(Duration atMost) throws InterruptedException;
}
