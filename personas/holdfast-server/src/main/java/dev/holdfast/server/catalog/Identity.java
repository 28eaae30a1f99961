package dev.holdfast.server.catalog;

import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf this server works: the author of what is created, and named in the history. Not
 * kept on disk, and not checked: every server process has its own.
 */
final class Identity {

  /**
   * A user, as a client said.
   *
   * @param email empty if there is none; shown, and written nowhere
   */
  record User(String name, String email) {}

  private final PersonaStore store;
  private final AtomicReference<@Nullable User> user = new AtomicReference<>();

  /**
   * @param store its actor is the user until a client says another one
   */
  Identity(PersonaStore store) {
    this.store = store;
  }

  /** The store for a look, which needs nobody. */
  PersonaStore store() {
    return store;
  }

  /** The store on behalf of the user, who works with the program that calls. */
  PersonaStore storeFor(CallContext call) {
    return store.as(new Actor(name(), call.client()));
  }

  /**
   * Works for this user from now on.
   *
   * @throws dev.holdfast.personas.PersonaException {@code INVALID_VALUE} if he cannot be an author
   */
  void set(User other) {
    PersonaStore _ = store.as(Actor.of(other.name()));
    user.set(other);
  }

  /** Goes back to the user of the environment; the one that a client had set. */
  Optional<User> clear() {
    return Optional.ofNullable(user.getAndSet(null));
  }

  /** The user that a client has set. */
  Optional<User> user() {
    return Optional.ofNullable(user.get());
  }

  /** The user, set or not. */
  String name() {
    return user().map(User::name).orElseGet(this::defaultName);
  }

  /** The user if no client has set one. */
  String defaultName() {
    return store.actor().user();
  }
}
