package dev.holdfast.lock;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several locks that were acquired together and are released together. */
public interface LockHandles extends AutoCloseable {

  /** One handle for each distinct resource, in the order of acquisition. */
  List<LockHandle> all();

  /**
   * The handle of {@code resource}.
   *
   * @throws IllegalArgumentException if it was not among the requests
   */
  LockHandle of(String resource);

  /**
   * {@link LockHandle#whileHeld} of all these handles at once.
   *
   * @throws LockNotHeldException if one of the locks is not held any more; the section has not run
   * @throws E what the section throws
   */
  static <T extends @Nullable Object, E extends Exception> T whileAllHeld(
      Collection<? extends LockHandle> handles, String what, LockedCall<T, E> section) throws E {
    return Sections.whileAllHeld(List.copyOf(handles), what, section);
  }

  /** Releases all that is still held, the last acquired first. Idempotent, from any thread. */
  @Override
  void close();
}
