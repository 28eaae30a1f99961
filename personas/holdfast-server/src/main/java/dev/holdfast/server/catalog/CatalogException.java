package dev.holdfast.server.catalog;

import dev.holdfast.lock.LockException;
import dev.holdfast.personas.PersonaException;
import java.util.function.Supplier;

/** A resource, prompt or completion that cannot be given, in words for whoever asked. */
public final class CatalogException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Whose fault it is. */
  public enum Kind {
    /** There is no such resource. */
    NOT_FOUND,
    /** What was asked makes no sense: a bad cursor, an unknown name, a missing argument. */
    INVALID_ARGUMENT,
    /** It is there, and cannot be read now. */
    FAILED
  }

  private final Kind kind;

  CatalogException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Whose fault it is. */
  public Kind kind() {
    return kind;
  }

  /** Runs something on the store or the locks, and turns its refusals into this. */
  static <T> T guarded(Supplier<T> body) {
    try {
      return body.get();
    } catch (PersonaException e) {
      Kind kind =
          switch (e.code()) {
            case NOT_FOUND -> Kind.NOT_FOUND;
            case INVALID_VALUE, UNKNOWN_FIELD, ALREADY_EXISTS, CHANGED -> Kind.INVALID_ARGUMENT;
            case INVALID_FILE, READ_ONLY, BUSY, INTERRUPTED, IO_FAILURE, CLOSED -> Kind.FAILED;
          };
      throw new CatalogException(kind, e.getMessage() + ". " + e.hint());
    } catch (LockException e) {
      throw new CatalogException(Kind.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
