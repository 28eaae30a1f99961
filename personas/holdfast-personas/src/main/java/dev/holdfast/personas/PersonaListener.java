package dev.holdfast.personas;

import java.util.List;

/**
 * Is told what changes in a store, whoever changes it, see {@link PersonaStore#watch}.
 *
 * <p>Called on a thread of the store, one call at a time; who takes long delays the other listeners
 * of the store. What a listener throws is logged as a warning to the {@link System.Logger} {@code
 * dev.holdfast.personas}, and it is still told of what follows.
 */
@FunctionalInterface
public interface PersonaListener {

  /**
   * Something has changed.
   *
   * @param changes what is different from what this listener was told before, by file name; never
   *     empty. What was changed and changed back meanwhile is not in it
   */
  void changed(List<PersonaChange> changes);

  /** A listener of a store, until this is closed. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {

    /**
     * Removes the listener. A call that is running goes on. Idempotent, from any thread, waits for
     * nothing.
     */
    @Override
    void close();
  }
}
