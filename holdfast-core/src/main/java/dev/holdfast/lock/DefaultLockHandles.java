package dev.holdfast.lock;

import java.util.List;

/** Handles in the order of their acquisition. */
final class DefaultLockHandles implements LockHandles {
  private final List<LockHandle> handles;

  DefaultLockHandles(List<LockHandle> handles) {
    this.handles = List.copyOf(handles);
  }

  @Override
  public List<LockHandle> all() {
    return handles;
  }

  @Override
  public LockHandle of(String resource) {
    for (LockHandle handle : handles) {
      if (handle.resource().equals(resource)) {
        return handle;
      }
    }
    throw new IllegalArgumentException("'%s' is not among these locks".formatted(resource));
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    for (LockHandle handle : handles.reversed()) {
      try {
        handle.close();
      } catch (RuntimeException e) { // the others must be released all the same
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
