package dev.holdfast.server.catalog;

import java.util.ArrayList;
import java.util.List;

/** A call that remembers its progress and can be cancelled at a step. */
final class RecordedCall implements CallContext {

  /** A step that was told. */
  record Step(long done, long total, String message) {}

  final List<Step> steps = new ArrayList<>();
  private final String client;
  private final long cancelledAt;

  private RecordedCall(String client, long cancelledAt) {
    this.client = client;
    this.cancelledAt = cancelledAt;
  }

  static RecordedCall by(String client) {
    return new RecordedCall(client, Long.MAX_VALUE);
  }

  /** Is cancelled as soon as so many steps were told. */
  static RecordedCall cancelledAt(long steps) {
    return new RecordedCall("", steps);
  }

  @Override
  public String client() {
    return client;
  }

  @Override
  public void progress(long done, long total, String message) {
    steps.add(new Step(done, total, message));
  }

  @Override
  public boolean cancelled() {
    return steps.size() >= cancelledAt;
  }
}
