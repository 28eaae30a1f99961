package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An operation on a store was refused or failed. The message says what happened to what, {@link
 * #hint} what to do next.
 */
public final class PersonaException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why an operation did not do what it was asked. */
  public enum Code {
    /** There is no such persona. */
    NOT_FOUND,
    /** The name, or the file that it needs, is taken. */
    ALREADY_EXISTS,
    /** The persona is not what the caller expected, because others have changed it since. */
    CHANGED,
    /** A value breaks a rule, or a reference means more than one persona. */
    INVALID_VALUE,
    /** There is no such field, or it cannot be edited. */
    UNKNOWN_FIELD,
    /** The file breaks a rule, so that this cannot be done with it. */
    INVALID_FILE,
    /** The store takes no changes; see {@link PersonaStore#readOnly}. */
    READ_ONLY,
    /** Somebody else held the lock for too long; nothing was changed. */
    BUSY,
    /** The thread was interrupted; its interrupt status is set again. */
    INTERRUPTED,
    /** The file system failed; the message says whether the change took effect. */
    IO_FAILURE,
    /** The store, or its lock manager, is closed. */
    CLOSED
  }

  private final Code code;
  private final String hint;

  /** An operation that was refused or failed. */
  public PersonaException(Code code, String message, String hint) {
    this(code, message, hint, null);
  }

  /** An operation that was refused or failed because of something else. */
  public PersonaException(Code code, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.code = requireNonNull(code);
    this.hint = requireNonNull(hint);
  }

  /** Why. */
  public Code code() {
    return code;
  }

  /** What to do next, in one sentence. */
  public String hint() {
    return hint;
  }
}
