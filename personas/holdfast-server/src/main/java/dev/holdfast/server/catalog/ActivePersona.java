package dev.holdfast.server.catalog;

import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Which persona this server has active. Not kept on disk: every server process has its own. */
final class ActivePersona {

  /**
   * An activation.
   *
   * @param persona as it was then
   * @param fileName what its file is called now, as far as this server renamed it
   */
  record Activation(Persona persona, String fileName, Instant since) {}

  /** What has become of the active persona, as the store has it now. */
  sealed interface Now {
    /** None is active. */
    record Nothing() implements Now {}

    /** It is as it was when it was activated, or has changed since. */
    record There(Activation activation, Persona persona) implements Now {
      boolean changed() {
        return !activation.persona().equals(persona);
      }
    }

    /** Its file is gone or cannot be used any more; {@code reason} says why. */
    record Lost(Activation activation, boolean deleted, String reason) implements Now {}
  }

  private final PersonaStore store;
  private final AtomicReference<@Nullable Activation> active = new AtomicReference<>();

  ActivePersona(PersonaStore store) {
    this.store = store;
  }

  /** Activates in the place of whichever was active. */
  Persona activate(String ref) {
    Persona persona = store.get(ref);
    active.set(new Activation(persona, persona.fileName(), Instant.now()));
    return persona;
  }

  /** Ends the activation, if there is one. */
  Optional<Activation> deactivate() {
    return Optional.ofNullable(active.getAndSet(null));
  }

  /** Ends the activation of a persona that was deleted; true if it was active. */
  boolean forget(String fileName) {
    Activation activation = active.get();
    return activation != null
        && activation.fileName().equals(fileName)
        && active.compareAndSet(activation, null);
  }

  /** Follows a persona to its new file. */
  void renamed(String from, String to) {
    Activation activation = active.get();
    if (activation != null && activation.fileName().equals(from)) {
      boolean _ =
          active.compareAndSet(
              activation, new Activation(activation.persona(), to, activation.since()));
    }
  }

  boolean is(String fileName) {
    return activation().filter(a -> a.fileName().equals(fileName)).isPresent();
  }

  /** The activation as it was made; reads no file. */
  Optional<Activation> activation() {
    return Optional.ofNullable(active.get());
  }

  /** Looks the active persona up again: others may have changed or deleted it. */
  Now now() {
    Activation activation = active.get();
    if (activation == null) {
      return new Now.Nothing();
    }
    try {
      return new Now.There(activation, store.get(activation.fileName()));
    } catch (PersonaException e) {
      return switch (e.code()) {
        case NOT_FOUND -> new Now.Lost(activation, true, String.valueOf(e.getMessage()));
        case INVALID_FILE -> new Now.Lost(activation, false, String.valueOf(e.getMessage()));
        case ALREADY_EXISTS,
            INVALID_VALUE,
            UNKNOWN_FIELD,
            CHANGED,
            READ_ONLY,
            BUSY,
            INTERRUPTED,
            IO_FAILURE,
            CLOSED ->
            throw e;
      };
    }
  }
}
