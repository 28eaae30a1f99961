package dev.holdfast.verify.control;

import static dev.holdfast.verify.control.Edit.classOf;
import static dev.holdfast.verify.control.Edit.in;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.time.Duration;
import java.util.List;

/** A guard of the engine that can be taken out of its compiled classes. */
enum Fault {
  /**
   * {@code ResourceQueue.await} checks the state again after each wake-up. Without: who is woken,
   * for whatever reason, takes it that nobody in this process holds.
   */
  WAKE_NOT_RECHECKED(
      Finding.OVERLAP,
      in("lock.ResourceQueue", "await")
          .after(
              "parkNanos",
              code -> code.aload(0).aconst_null().putfield(Engine.QUEUE, "heldMode", Engine.MODE))),

  /**
   * {@code ResourceQueue.passOn} wakes the next one of this process. Without: a release wakes
   * nobody. The call stands in a {@code finally} block, of which the compiler makes two.
   */
  WAKE_LOST(Finding.LOST_WAKE_UP, in("lock.ResourceQueue", "passOn").without("wakeFirst", 2)),

  /**
   * {@code Bells.ringFor} wakes the next one of another process. Without: it is not rung for. That
   * it looks again by itself after a while would hide this, and is left out, too.
   */
  BELL_NOT_RUNG(
      Finding.LOST_WAKE_UP,
      in("internal.domain.Bells", "ringFor").without("ring", 1),
      noLook(ControlIT.LONG_WAIT)),

  /** {@code Tokens.next} advances the counter. Without: all grants have the same token. */
  TOKEN_NOT_ADVANCED(
      Finding.TOKEN,
      in("internal.domain.Tokens", "next").only(code -> code.loadConstant(1L).lreturn())),

  /**
   * {@code HoldTimer} takes the lock from an operation that takes too long only where that was
   * asked for. Without: it passes on while the operation goes on.
   */
  OVERRUN_HANDS_OVER(
      Finding.OVERLAP,
      in("lock.HoldTimer$Watch", "overrun")
          .instead("onOverrun", code -> code.getstatic(Engine.OVERRUN, "FENCE", Engine.OVERRUN))),

  /**
   * {@code ResourceQueue.end} waits for the section of a handle that must not be overtaken.
   * Without: the lock passes on in the middle of it.
   */
  SECTION_OVERTAKEN(
      Finding.OVERLAP, in("lock.ResourceQueue", "end").instead("sections", CodeBuilder::iconst_0)),

  /** {@code ResourceQueue.admits} keeps readers out while a writer of this process holds. */
  READER_PAST_WRITER(
      Finding.OVERLAP,
      in("lock.ResourceQueue", "admits")
          .first(
              code ->
                  code.aload(code.parameterSlot(0))
                      .getstatic(Engine.MODE, "SHARED", Engine.MODE)
                      .ifThen(Opcode.IF_ACMPEQ, Fault::yes))),

  /** {@code KernelLock.tryTake} keeps readers out while a writer of another process holds. */
  READER_PAST_WRITER_OF_ANOTHER_PROCESS(
      Finding.OVERLAP,
      in("internal.domain.KernelLock", "tryTake")
          .first(code -> code.iload(code.parameterSlot(0)).ifThen(Fault::yes))),

  /** {@code Grant.end} and {@code ResourceQueue.end} end only a hold that has not ended yet. */
  RELEASE_UNCHECKED(
      Finding.OVERLAP,
      in("lock.Grant", "end")
          .instead("state", held -> held.getstatic(Engine.STATE, "HELD", Engine.STATE)),
      in("lock.ResourceQueue", "end")
          .instead("state", held -> held.getstatic(Engine.STATE, "HELD", Engine.STATE))),

  /** {@code KernelLock.tryRetake} takes what it kept only if no other process took it away. */
  KEPT_LOCK_RETAKEN(
      Finding.OVERLAP,
      in("internal.domain.KernelLock", "tryRetake").instead("swapBias", CodeBuilder::iconst_1));

  /** Classes that the edits name. */
  private static final class Engine {
    static final ClassDesc QUEUE = classOf("lock.ResourceQueue");
    static final ClassDesc MODE = classOf("lock.LockMode");
    static final ClassDesc STATE = classOf("lock.Grant$State");
    static final ClassDesc OVERRUN = classOf("lock.Overrun");
  }

  /** What the referee says. */
  private enum Finding {
    OVERLAP("overlap"),
    TOKEN("token"),
    LOST_WAKE_UP("lost wake-up");

    private final String words;

    Finding(String words) {
      this.words = words;
    }

    boolean isSaidBy(String violation) {
      return violation.startsWith(words);
    }
  }

  private final Finding finding;

  @SuppressWarnings("ImmutableEnumChecker") // the code of an edit has no state
  private final List<Edit> edits;

  Fault(Finding finding, Edit... edits) {
    this.finding = finding;
    this.edits = List.of(edits);
  }

  /** What takes the guard out. */
  List<Edit> edits() {
    return edits;
  }

  /** Is this what the referee must say? */
  boolean isShownBy(String violation) {
    return finding.isSaidBy(violation);
  }

  /**
   * May the referee say this? Of two that are inside at once, the first may have the later token.
   */
  boolean explains(String violation) {
    return isShownBy(violation)
        || (finding == Finding.OVERLAP && Finding.TOKEN.isSaidBy(violation));
  }

  /** Is it a wake-up that is lost? Only those who wait for long and undisturbed show that. */
  boolean losesWakeUps() {
    return finding == Finding.LOST_WAKE_UP;
  }

  /** Returns true. */
  static void yes(CodeBuilder code) {
    code.iconst_1().ireturn();
  }

  /** A waiter between processes sleeps until it is rung for, or so long. */
  static Edit noLook(Duration sleep) {
    MethodTypeDesc ofLongs =
        MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long);
    return in("internal.domain.Bells", "sleep")
        .first(
            code ->
                code.lload(code.parameterSlot(2))
                    .loadConstant(sleep.toNanos())
                    .invokestatic(ClassDesc.of("java.lang.Math"), "max", ofLongs)
                    .lstore(code.parameterSlot(2)));
  }
}
