package dev.holdfast.server.catalog;

/**
 * What surrounds one call of a tool: who calls, how to tell how far the work is, and whether it is
 * still wanted. For the thread of the call.
 */
public interface CallContext {

  /** A call of which nothing is known and nobody follows. */
  CallContext NONE =
      new CallContext() {
        @Override
        public String client() {
          return "";
        }

        @Override
        public void progress(long done, long total, String message) {}

        @Override
        public boolean cancelled() {
          return Thread.currentThread().isInterrupted();
        }
      };

  /** The program that calls, with its version, as it calls itself; empty if it did not say. */
  String client();

  /**
   * Tells how far the work is. May be called for every step: not all of them are passed on, and
   * none to a caller who did not ask. Never fails.
   *
   * @param done steps that are done; what is not more than before is not passed on
   * @param total steps in all; 0 if that is not known
   * @param message what is being done, for people; may be empty
   */
  void progress(long done, long total, String message);

  /**
   * Has the caller taken the call back? Then its result goes nowhere. The thread is interrupted at
   * the same time, which ends waits for locks; work that does not wait has to ask.
   */
  boolean cancelled();

  /** Can the user be asked? Otherwise {@link #confirm} has nobody to ask. */
  default boolean canConfirm() {
    return false;
  }

  /**
   * Asks the user whether to go on, and waits for what he says. That may take minutes: no lock may
   * be held meanwhile.
   *
   * @param question what is to be done, in plain text
   * @throws ToolException INTERRUPTED, if the call is cancelled meanwhile
   */
  default Confirmation confirm(String question) {
    return new Confirmation(false, "nobody can be asked");
  }

  /**
   * Ends work that is not wanted any more. To be called where nothing has changed yet.
   *
   * @throws ToolException INTERRUPTED, if the call is cancelled
   */
  default void refuseIfCancelled() {
    if (cancelled()) {
      throw new ToolException(
          "INTERRUPTED",
          "The call was cancelled before it changed anything.",
          "Call the tool again if it is still wanted.");
    }
  }
}
