package dev.holdfast.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The event classes; see {@link FlightRecorder}. */
final class LockEvents {

  // Only asked whether they are recorded.
  private static final LockWait WAIT = new LockWait();
  private static final LockHold HOLD = new LockHold();

  private LockEvents() {}

  @Category({"Holdfast", "Locks"})
  abstract static class OfResource extends Event {
    @Label("Resource")
    String resource = "";

    @Label("Kind")
    @Description("The part of the resource's name before the first ':'")
    String kind = "";

    @Label("Mode")
    @Description("EXCLUSIVE or SHARED")
    String mode = "";

    void about(String name, String kindOfName, String wanted) {
      resource = name;
      kind = kindOfName;
      mode = wanted;
    }
  }

  @Name("dev.holdfast.LockWait")
  @Label("Lock Wait")
  @Description("A request queued for a lock; the duration is the wait")
  @Threshold("10 ms")
  static final class LockWait extends OfResource implements FlightRecorder.Span {
    @Label("Granted")
    boolean granted;

    @Label("Token")
    @Description("The fencing token of an exclusive grant, otherwise 0")
    long token;

    @Override
    public void end(String name, String kindOfName, String wanted, long fence, boolean got) {
      end();
      if (shouldCommit()) {
        about(name, kindOfName, wanted);
        token = fence;
        granted = got;
        commit();
      }
    }
  }

  @Name("dev.holdfast.LockHold")
  @Label("Lock Hold")
  @Description("A handle of a lock was held; thread and stack are those of its release")
  @Threshold("20 ms")
  static final class LockHold extends OfResource implements FlightRecorder.Span {
    @Label("Token")
    @Description("The fencing token of an exclusive grant, otherwise 0")
    long token;

    @Override
    public void end(String name, String kindOfName, String wanted, long fence, boolean got) {
      end();
      if (shouldCommit()) {
        about(name, kindOfName, wanted);
        token = fence;
        commit();
      }
    }
  }

  @Name("dev.holdfast.LockTimeout")
  @Label("Lock Timeout")
  @Description("A request gave up after its wait timeout")
  static final class LockTimeout extends OfResource {
    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;

    @Label("Holders")
    @Description("Who held the lock then")
    String holders = "";
  }

  @Name("dev.holdfast.LockTakeover")
  @Label("Lock Takeover")
  @Description("A lock passed on after its last exclusive holder died without releasing it")
  @StackTrace(false)
  static final class LockTakeover extends OfResource {
    @Label("Token")
    @Description("The fencing token of the new exclusive holder, otherwise 0")
    long token;
  }

  @Name("dev.holdfast.LockDeadlock")
  @Label("Lock Deadlock")
  @Description("A request was refused because its wait would have closed a circle of waits")
  static final class LockDeadlock extends OfResource {
    @Label("Circle")
    @Description("Who waits for whom")
    String circle = "";
  }

  static FlightRecorder.@Nullable Span beginWait() {
    if (!WAIT.isEnabled()) {
      return null;
    }
    LockWait event = new LockWait();
    event.begin();
    return event;
  }

  static FlightRecorder.@Nullable Span beginHold() {
    if (!HOLD.isEnabled()) {
      return null;
    }
    LockHold event = new LockHold();
    event.begin();
    return event;
  }

  static void timedOut(
      String resource, String kind, String mode, long waitedNanos, String holders) {
    LockTimeout event = new LockTimeout();
    if (event.shouldCommit()) {
      event.about(resource, kind, mode);
      event.waited = waitedNanos;
      event.holders = holders;
      event.commit();
    }
  }

  static void takenOver(String resource, String kind, String mode, long token) {
    LockTakeover event = new LockTakeover();
    if (event.shouldCommit()) {
      event.about(resource, kind, mode);
      event.token = token;
      event.commit();
    }
  }

  static void deadlocked(String resource, String kind, String mode, String circle) {
    LockDeadlock event = new LockDeadlock();
    if (event.shouldCommit()) {
      event.about(resource, kind, mode);
      event.circle = circle;
      event.commit();
    }
  }
}
