package dev.holdfast.testkit.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries crash after crash, those during recovery right after the crash that made it necessary. */
final class Explorer {

  private final Crashes plan;
  private final CrashCheck check;

  /** States that were tried, with their marks. */
  private final Set<String> seen = new HashSet<>();

  private final ImageKeys keys = new ImageKeys();

  private long points;
  private long checked;
  private long equal;
  private long leftOut;

  Explorer(Crashes plan, CrashCheck check) {
    this.plan = plan;
    this.check = check;
  }

  /**
   * Where a crash during recovery comes from.
   *
   * @param id the number of the crash before, with a slash; empty for the workload
   * @param trace what happened before, with a separator
   * @param marks that were reached before
   */
  private record Before(String id, String trace, List<Object> marks, int depthLeft) {}

  Optional<CrashViolation> explore() {
    return Optional.ofNullable(explore(plan.recording, new Before("", "", List.of(), plan.depth)));
  }

  CrashReport report() {
    return new CrashReport(points, checked, equal, leftOut, plan.seed);
  }

  private @Nullable CrashViolation explore(Recording of, Before before) {
    Disk disk = new Disk(of.model(), of.initial(), of.names());
    ContentChoices contents = new ContentChoices(of.model(), plan.limit, plan.seed);
    List<Object> marks = new ArrayList<>(before.marks());
    for (int point = 0; point <= of.steps().size(); point++) {
      if (point > 0) {
        Operation operation = of.steps().get(point - 1).operation();
        disk.apply(operation);
        if (operation instanceof Operation.Mark mark) {
          marks.add(mark.mark());
        }
      }
      CrashViolation violation = crashAt(of, point, disk, contents, List.copyOf(marks), before);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private @Nullable CrashViolation crashAt(
      Recording of,
      int point,
      Disk disk,
      ContentChoices contents,
      List<Object> marks,
      Before before) {
    String pointId = before.id() + point + ".";
    if ((plan.since != null && !marks.contains(plan.since))
        || (plan.only != null && !plan.only.startsWith(pointId))) {
      return null;
    }
    StatesAtPoint states =
        StateEnumerator.enumerate(
            disk,
            Choices.of(disk, of.names(), contents),
            plan.limit,
            new Random(plan.seed + point));
    points++;
    String marksText = marks.toString();
    leftOut = leftOut + states.leftOut() < 0 ? Long.MAX_VALUE : leftOut + states.leftOut();
    for (int i = 0; i < states.states().size(); i++) {
      Crash crash = new Crash(of, point, pointId + i, states.states().get(i), marks, before);
      if (plan.only != null
          && !plan.only.equals(crash.id)
          && !plan.only.startsWith(crash.id + "/")) {
        continue;
      }
      if (seen.add(keys.of(crash.state.image()) + marksText)) {
        checked++;
        CrashViolation violation = tryOne(crash);
        if (violation != null) {
          return violation;
        }
      } else {
        equal++;
      }
    }
    return null;
  }

  private record Crash(
      Recording of, int point, String id, PossibleState state, List<Object> marks, Before before) {

    String trace() {
      return before.trace() + TraceText.of(of, point, state);
    }

    String position() {
      return "crash %s, after %d of %d operations%s"
          .formatted(id, point, of.steps().size(), before.id().isEmpty() ? "" : " of the recovery");
    }
  }

  private @Nullable CrashViolation tryOne(Crash crash) {
    Recording recoveryRecording = null;
    try (Session session = Session.after(plan.recording.parent(), crash.state().image())) {
      try {
        if (plan.recovery != null && crash.before().depthLeft() > 0) {
          Recorder recorder = session.record();
          plan.recovery.run(session.view(recorder));
          recoveryRecording = recorder.recording(plan.recording.model(), plan.recording.parent());
        } else if (plan.recovery != null) {
          plan.recovery.run(session.view());
        }
      } catch (Exception | AssertionError e) {
        return violation(crash, "the recovery failed: ", e);
      }
      Path root = session.view();
      try {
        check.check(new CrashState(root, crash.marks(), crash.position()));
      } catch (Exception | AssertionError e) {
        return violation(crash, "", e);
      }
    }
    if (recoveryRecording == null || recoveryRecording.steps().isEmpty()) {
      return null;
    }
    return explore(
        recoveryRecording,
        new Before(
            crash.id() + "/",
            crash.trace() + TraceText.crash(crash.state()) + " | RECOVERY | ",
            crash.marks(),
            crash.before().depthLeft() - 1));
  }

  private CrashViolation violation(Crash crash, String prefix, Throwable cause) {
    String message = cause.getMessage();
    return new CrashViolation(
        crash.id(),
        prefix
            + (cause instanceof AssertionError && message != null
                ? message.strip()
                : cause.toString()),
        crash.trace(),
        crash.state().lostTexts(),
        crash.marks(),
        TreeText.of(crash.state().image()),
        "crashes().only(\"%s\") with -Dholdfast.seed=%d".formatted(crash.id(), plan.seed),
        cause);
  }
}
