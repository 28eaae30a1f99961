package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.List;

/** The operations up to a crash in one line; in a long one, those in the middle are counted. */
final class TraceText {
  private TraceText() {}

  private static final int FIRST = 6;
  private static final int LAST = 24;

  /** The operations before {@code point}. */
  static String of(Recording recording, int point, PossibleState state) {
    List<String> texts = new ArrayList<>();
    recording.steps().subList(0, point).forEach(step -> texts.add(step.text()));
    if (texts.size() > FIRST + LAST) {
      int left = texts.size() - FIRST - LAST;
      List<String> shortened = new ArrayList<>(texts.subList(0, FIRST));
      shortened.add("… %d operations …".formatted(left));
      shortened.addAll(texts.subList(texts.size() - LAST, texts.size()));
      return String.join(" | ", shortened);
    }
    return texts.isEmpty() ? "nothing yet" : String.join(" | ", texts);
  }

  /** The crash and what it lost. */
  static String crash(PossibleState state) {
    List<String> lost = state.lostTexts();
    return " | CRASH" + (lost.isEmpty() ? "" : "; lost: " + String.join("; ", lost));
  }
}
