package dev.holdfast.testkit.crash;

import java.util.List;

/**
 * A state that a crash may leave and that does not pass the check.
 *
 * @param id the number of the crash: give it to {@link Crashes#only}
 * @param problem what the check, or the recovery, said
 * @param trace the operations up to the crash; of many, those that have to do with what was lost,
 *     the marks and the last ones
 * @param lost what had not reached the disk
 * @param marks the marks that were reached
 * @param tree what the crash left, before recovery, a line for each file
 * @param again how to get the same crash again
 * @param cause what was thrown
 */
public record CrashViolation(
    String id,
    String problem,
    String trace,
    List<String> lost,
    List<Object> marks,
    List<String> tree,
    String again,
    Throwable cause) {

  /** A copy of the lists is kept. */
  public CrashViolation {
    lost = List.copyOf(lost);
    marks = List.copyOf(marks);
    tree = List.copyOf(tree);
  }

  /** The trace with what was lost, in one line. */
  public String line() {
    return trace + " | CRASH" + (lost.isEmpty() ? "; nothing lost" : "; lost: " + lostLine());
  }

  private String lostLine() {
    return String.join("; ", lost);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("a crash may leave a state that fails the check: ").append(problem);
    text.append("\n  crash ").append(id).append(": ").append(line());
    text.append("\n  marks reached: ").append(marks.isEmpty() ? "none" : marks);
    text.append("\n  left on the disk, before recovery:");
    tree.forEach(each -> text.append("\n    ").append(each));
    if (tree.isEmpty()) {
      text.append(" nothing");
    }
    return text.append("\n  again: ").append(again).toString();
  }
}
