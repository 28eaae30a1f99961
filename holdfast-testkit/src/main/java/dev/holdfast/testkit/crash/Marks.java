package dev.holdfast.testkit.crash;

/** Where a workload says how far it has got, for the check to know what must be there. */
public interface Marks {

  /**
   * Notes that the workload is here: what it was told before is done. Typically a text such as
   * {@code "acknowledged a=1"}, or a record of the test.
   */
  void reached(Object mark);
}
