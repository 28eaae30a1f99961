package dev.holdfast.lock;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A domain of one process: the queues are all there is. */
final class InProcessDomain extends LockDomain {

  private final AtomicLong tokens = new AtomicLong();

  @Override
  OuterLock outerLockOf(String resource, Object monitor) {
    return new OuterLock.None(resource, tokens);
  }

  @Override
  boolean isClosed() {
    return false;
  }

  @Override
  void release() {}

  @Override
  void left() {}

  @Override
  List<LockInfo> others() {
    return List.of();
  }
}
