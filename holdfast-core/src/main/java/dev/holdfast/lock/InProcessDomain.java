package dev.holdfast.lock;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A domain of one process: the queues are all there is. */
final class InProcessDomain extends LockDomain {

  private final AtomicLong tokens = new AtomicLong();

  @Override
  OuterLock outerLockOf(String resource) {
    return new OuterLock.None(resource, tokens);
  }

  @Override
  boolean retain() {
    return true;
  }

  @Override
  void release() {}

  @Override
  List<LockInfo> others() {
    return List.of();
  }
}
