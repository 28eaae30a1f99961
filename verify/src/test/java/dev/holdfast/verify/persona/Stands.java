package dev.holdfast.verify.persona;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts that each file had, one after the other, if actions were done in this order. */
final class Stands {

  /** A text, or none, that a file got from an action. */
  private record Stand(@Nullable Text text, long startNanos, long endNanos) {}

  private final Map<String, List<Stand>> stands = new HashMap<>();

  private Stands() {}

  static Stands of(List<Done> order) {
    Stands stands = new Stands();
    Model state = Model.EMPTY;
    for (Done one : order) {
      Model.Effect effect = state.apply(one.action(), one.name());
      for (Model.Step step : effect.steps()) {
        stands
            .stands
            .computeIfAbsent(step.slug(), _ -> new ArrayList<>())
            .add(new Stand(step.after(), one.startNanos(), one.endNanos()));
      }
      state = effect.after();
    }
    return stands;
  }

  /** Can this, which was read without a lock, have stood there at some time meanwhile? */
  boolean couldBeRead(Done read) {
    List<Stand> all = new ArrayList<>(List.of(new Stand(null, Long.MIN_VALUE, Long.MIN_VALUE)));
    all.addAll(stands.getOrDefault(read.action().argument(0), List.of()));
    for (int i = 0; i < all.size(); i++) {
      boolean begun = all.get(i).startNanos() <= read.endNanos();
      boolean notOver = i + 1 == all.size() || all.get(i + 1).endNanos() >= read.startNanos();
      if (begun && notOver && Model.told(all.get(i).text()).equals(read.answer())) {
        return true;
      }
    }
    return false;
  }
}
