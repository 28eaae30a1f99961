package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * The operations up to a crash in one line. Of many, only those are told that have to do with what
 * was lost, the marks, and the last ones.
 */
final class TraceText {
  private TraceText() {}

  private static final int FEW = 12;
  private static final int LAST = 4;

  /** The operations before {@code point}. */
  static String of(Recording recording, int point, PossibleState state) {
    List<Step> steps = recording.steps().subList(0, point);
    List<String> told = new ArrayList<>();
    int leftOut = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.size() <= FEW
          || i >= steps.size() - LAST
          || isOfInterest(steps.get(i).operation(), state)) {
        addLeftOut(leftOut, told);
        leftOut = 0;
        told.add(steps.get(i).text());
      } else {
        leftOut++;
      }
    }
    return told.isEmpty() ? "nothing yet" : String.join(" | ", told);
  }

  private static boolean isOfInterest(Operation operation, PossibleState state) {
    return operation instanceof Operation.Mark
        || state.lost().stream().anyMatch(loss -> loss.concerns(operation));
  }

  private static void addLeftOut(int count, List<String> told) {
    if (count > 0) {
      told.add("… %d more …".formatted(count));
    }
  }

  /** The crash and what it lost. */
  static String crash(PossibleState state) {
    List<String> lost = state.lostTexts();
    return " | CRASH" + (lost.isEmpty() ? "" : "; lost: " + String.join("; ", lost));
  }
}
