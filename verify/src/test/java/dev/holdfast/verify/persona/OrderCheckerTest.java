package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.verify.persona.Action.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker on histories that are known to be right, or wrong. */
class OrderCheckerTest {

  private static final Text FIRST = Text.first("ann", "t");
  private static final Done CREATE =
      new Done("a", Action.of(Kind.CREATE, "ann", "t"), 0, 10, FIRST.toString());

  private static Done edit(String token, long start, long end, String answer) {
    return new Done(
        token, Action.of(Kind.EDIT, "ann", "description", token, "-"), start, end, answer);
  }

  private static Done readAll(long start, long end, String answer) {
    return new Done("reader", Action.of(Kind.READ_ALL), start, end, answer);
  }

  private static void condemned(Done... history) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> OrderChecker.check(List.of(history)))
        .withMessageContaining("no order explains");
  }

  @Test
  void actionsThatOverlap_mayHaveAnyOrder() {
    Text one = FIRST.with("description", "one");
    Text two = one.with("description", "two");
    List<Done> history =
        List.of(CREATE, edit("two", 20, 50, two.toString()), edit("one", 30, 40, one.toString()));
    assertThat(OrderChecker.check(history))
        .singleElement()
        .satisfies(witness -> assertThat(witness.state().text("ann")).isEqualTo(two))
        .satisfies(witness -> assertThat(witness.order()).hasSize(3));
  }

  @Test
  void actionsOneAfterTheOther_haveOnlyThisOrder() {
    Text one = FIRST.with("description", "one");
    Text two = one.with("description", "two");
    condemned(CREATE, edit("two", 20, 25, two.toString()), edit("one", 30, 40, one.toString()));
  }

  @Test
  void aLostUpdate_isCondemned() {
    condemned(
        CREATE,
        edit("one", 20, 50, FIRST.with("description", "one").toString()),
        edit("two", 30, 40, FIRST.with("description", "two").toString()));
  }

  @Test
  void halfABundle_isCondemned() {
    Action bundle = Action.of(Kind.IMPORT, "OVERWRITE", "b", "ann,bob");
    Done imported = new Done("b", bundle, 20, 50, "OVERWRITTEN CREATED");
    String half = Text.first("ann", "b").toString();
    condemned(CREATE, imported, readAll(30, 40, half));
    condemned(CREATE, new Done("b", bundle, 20, 50, ""), readAll(60, 70, half));
  }

  @Test
  void whatAKilledProcessDid_tookEffectOrNot_butNotLater() {
    Done killed = edit("k", 20, 50, "");
    Text after = FIRST.with("description", "k");
    assertThat(OrderChecker.check(List.of(CREATE, killed))).hasSize(2);
    assertThat(OrderChecker.check(List.of(CREATE, killed, readAll(60, 70, FIRST.toString()))))
        .hasSize(1);
    assertThat(OrderChecker.check(List.of(CREATE, killed, readAll(60, 70, after.toString()))))
        .hasSize(1);
    condemned(CREATE, killed, readAll(60, 70, FIRST.toString()), readAll(80, 90, after.toString()));
  }

  /** Their answers are the same, whichever came first; a read in between is not. */
  @Test
  void whatOverwritesWithoutALook_isToldApartByTheHistory() {
    List<Done> history =
        List.of(CREATE, overwrite("a", 20, 50), overwrite("b", 30, 40), overwrite("c", 60, 70));
    assertThat(OrderChecker.check(history)).hasSize(2);

    List<Done> told = new ArrayList<>(history);
    String order = "IMPORT:1.0:c,IMPORT:1.0:a,IMPORT:1.0:b,CREATE:1.0:a";
    told.add(new Done("reader", Action.of(Kind.HISTORY, "ann"), 80, 90, order));
    assertThat(OrderChecker.check(told))
        .singleElement()
        .satisfies(
            witness ->
                assertThat(witness.order()).extracting(Done::name).startsWith("a", "b", "a", "c"));
  }

  private static Done overwrite(String by, long start, long end) {
    return new Done(by, Action.of(Kind.IMPORT, "OVERWRITE", by, "ann"), start, end, "OVERWRITTEN");
  }
}
