package dev.holdfast.lock;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sections under many handles, which must not need a stack as deep as there are handles. */
final class Sections {
  private Sections() {}

  static <T extends @Nullable Object, E extends Exception> T whileAllHeld(
      List<LockHandle> handles, String what, LockedCall<T, E> section) throws E {
    Deque<Grant> begun = new ArrayDeque<>();
    try {
      for (int i = 0; i < handles.size(); i++) {
        LockHandle handle = handles.get(i);
        if (handle instanceof TrackedHandle tracked) {
          tracked.grant().beginSection(what);
          begun.push(tracked.grant());
        } else {
          List<LockHandle> rest = handles.subList(i + 1, handles.size());
          return handle.whileHeld(what, () -> whileAllHeld(rest, what, section));
        }
      }
      return section.call();
    } finally {
      begun.forEach(Grant::endSection);
    }
  }
}
