package dev.holdfast.verify.persona;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a folder may be after the death of the only process that worked on it. */
final class OneProcess {

  private Model state;
  private int reported;

  OneProcess(Model state) {
    this.state = state;
  }

  /** How many actions were reported done. */
  int reported() {
    return reported;
  }

  /**
   * The folder after the last action that was reported before an instant; or after the next one,
   * which may have been under way.
   *
   * @param output of the process
   */
  Set<String> allowed(List<String> output, long untilNanos) {
    Set<String> allowed = new LinkedHashSet<>(Set.of(state.all()));
    for (String line : output) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("start")) {
        Action action = Action.parse(List.of(words[2].split(" ", -1)));
        Model next = state.apply(action, "").after();
        allowed = new LinkedHashSet<>(List.of(state.all(), next.all()));
        state = next;
      } else if (words[0].equals("end") && Long.parseLong(words[1]) < untilNanos) {
        allowed = new LinkedHashSet<>(Set.of(state.all()));
        reported++;
      } else if (words[0].equals("end")) {
        break; // after that instant, whatever it says
      }
    }
    return allowed;
  }

  /** What was found. */
  void continueWith(String all) {
    state = Model.parse(all);
  }
}
