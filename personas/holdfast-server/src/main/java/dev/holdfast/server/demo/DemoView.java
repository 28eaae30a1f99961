package dev.holdfast.server.demo;

/** Who watches a demonstration. Called from one thread. */
public interface DemoView {

  /** Something happened that is worth a line. */
  void event(String what);

  /** How far it is; called several times a second. */
  void progress(Progress progress);

  /**
   * How far a demonstration is.
   *
   * @param seconds since the work began
   * @param creates acknowledged so far
   * @param edits acknowledged so far
   * @param reads of whole files so far
   * @param faults torn, missing or outdated reads so far
   */
  record Progress(long seconds, int creates, int edits, long reads, long faults) {}
}
