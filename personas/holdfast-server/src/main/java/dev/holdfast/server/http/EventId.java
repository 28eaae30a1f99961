package dev.holdfast.server.http;

import java.util.Optional;

/** Where a client has stopped to read: a stream, and the number of its last event. */
record EventId(String stream, long number) {

  static Optional<EventId> parse(String written) {
    int dash = written.lastIndexOf('-');
    if (dash < 0 || !written.substring(dash + 1).matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new EventId(written.substring(0, dash), Long.parseLong(written.substring(dash + 1))));
  }
}
