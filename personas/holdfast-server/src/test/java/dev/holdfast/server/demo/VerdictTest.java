package dev.holdfast.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge must condemn each fault, and nothing else. */
class VerdictTest {

  private static final Reads.Summary GOOD_READS = new Reads.Summary(1000, 0, 0, 0, List.of());
  private static final Verdict.Leftovers NOTHING_LEFT = new Verdict.Leftovers(0, 0, 0);

  private final Ledger ledger = new Ledger();
  private final Map<String, byte[]> files = new TreeMap<>();

  /** Two creates and three edits, acknowledged and kept. */
  @BeforeEach
  void goodRun() {
    ledger.creating("Demo 1-01");
    ledger.created("Demo 1-01", 1);
    ledger.creating("Demo for all 01");
    ledger.created("Demo for all 01", 2);
    edit(Share.DESCRIPTION, 1, true);
    edit(Share.DESCRIPTION, 2, true);
    edit(Share.TRIGGERS, 1, true);
    files.put("demo-1-01.md", DemoFiles.created("Demo 1-01", 1));
    files.put("demo-for-all-01.md", DemoFiles.created("Demo for all 01", 2));
    files.put("shared-by-all.md", DemoFiles.shared(3, 2, 0, 1, 0));
  }

  @Test
  void goodRun_isGood() {
    Verdict verdict = verdict();

    assertThat(verdict.good()).isTrue();
    assertThat(verdict.remarks()).isEmpty();
    assertThat(count(verdict, "creates acknowledged")).isEqualTo(2);
    assertThat(count(verdict, "edits acknowledged")).isEqualTo(3);
    assertThat(count(verdict, "reads meanwhile")).isEqualTo(1000);
  }

  @Test
  void editWithoutAnswer_mayHaveHappenedOrNot() {
    edit(Share.LICENSE, 1, false);
    assertThat(verdict().good()).isTrue();

    files.put("shared-by-all.md", DemoFiles.shared(4, 2, 0, 1, 1));
    assertThat(verdict().good()).isTrue();
  }

  @Test
  void createWithoutAnswer_mayHaveHappenedOrNot() {
    ledger.creating("Demo 4-01");
    assertThat(verdict().good()).isTrue();

    files.put("demo-4-01.md", DemoFiles.created("Demo 4-01", 4));
    assertThat(verdict().good()).isTrue();
  }

  @Test
  void lostEdit_whoseFieldIsOlder_isCondemned() {
    files.put("shared-by-all.md", DemoFiles.shared(3, 1, 0, 1, 0));

    assertCondemned("  lost", 1);
  }

  @Test
  void lostEdit_whoseVersionAnotherEditTookAsWell_isCondemned() {
    files.put("shared-by-all.md", DemoFiles.shared(2, 2, 0, 1, 0));

    assertCondemned("  lost", 1);
  }

  @Test
  void lostEdit_besideOneWithoutAnswerThatHappened_isCondemned() {
    edit(Share.LICENSE, 1, false);
    files.put("shared-by-all.md", DemoFiles.shared(3, 2, 0, 1, 1));

    assertCondemned("  lost", 1);
  }

  @Test
  void sharedPersonaThatIsGone_isCondemned() {
    files.remove("shared-by-all.md");

    assertCondemned("  lost", 3);
  }

  @Test
  void editThatHappenedTwice_isCondemned() {
    files.put("shared-by-all.md", DemoFiles.shared(4, 2, 0, 1, 0));

    assertCondemned("unasked changes", 1);
  }

  @Test
  void lostCreate_isCondemned() {
    files.remove("demo-1-01.md");

    assertCondemned("  lost", 1);
  }

  @Test
  void createThatAnotherProcessOverwrote_isCondemned() {
    files.put("demo-for-all-01.md", DemoFiles.created("Demo for all 01", 3));

    assertCondemned("  lost", 1);
  }

  @Test
  void nameThatTwoProcessesWon_isCondemned() {
    ledger.created("Demo for all 01", 4);

    assertCondemned("  lost", 1);
  }

  @Test
  void nameThatIsInTwoFiles_isCondemned() {
    files.put("demo-1-01-2.md", DemoFiles.created("Demo 1-01", 1));

    assertCondemned("  lost", 1);
  }

  @Test
  void createWithoutAnswerThatIsInTwoFiles_isCondemned() {
    ledger.creating("Demo 4-01");
    files.put("demo-4-01.md", DemoFiles.created("Demo 4-01", 4));
    files.put("demo-4-01-2.md", DemoFiles.created("Demo 4-01", 4));

    assertCondemned("unasked changes", 1);
  }

  @Test
  void personaThatNobodyAskedFor_isCondemned() {
    files.put("x.md", DemoFiles.created("X", 1));

    assertCondemned("unasked changes", 1);
  }

  @Test
  void tornFileAtTheEnd_isCondemned() {
    byte[] whole = DemoFiles.created("Demo 4-01", 4);
    files.put("demo-4-01.md", Arrays.copyOf(whole, whole.length / 2));

    assertCondemned("torn files at the end", 1);
  }

  @Test
  void badReads_areCondemned() {
    assertCondemned(verdict(new Reads.Summary(9, 1, 0, 0, List.of()), NOTHING_LEFT), "  torn", 1);
    assertCondemned(
        verdict(new Reads.Summary(9, 0, 2, 0, List.of()), NOTHING_LEFT), "  missing", 2);
    assertCondemned(
        verdict(new Reads.Summary(9, 0, 0, 3, List.of()), NOTHING_LEFT), "  backwards", 3);
  }

  @Test
  void leftovers_areCondemned() {
    assertCondemned(verdict(GOOD_READS, new Verdict.Leftovers(1, 0, 0)), "locks left", 1);
    assertCondemned(verdict(GOOD_READS, new Verdict.Leftovers(0, 2, 0)), "temporary files left", 2);
    assertCondemned(verdict(GOOD_READS, new Verdict.Leftovers(0, 0, 3)), "processes left", 3);
  }

  @Test
  void errorThatTheWorkGivesNoReasonFor_isCondemned() {
    ledger.error("process 1: busy");

    assertCondemned("errors", 1);
    assertThat(verdict().remarks()).contains("process 1: busy");
  }

  private void edit(Share share, int number, boolean acknowledged) {
    ledger.editing(share, number);
    if (acknowledged) {
      ledger.edited(share, number);
    }
  }

  private Verdict verdict() {
    return verdict(GOOD_READS, NOTHING_LEFT);
  }

  private Verdict verdict(Reads.Summary reads, Verdict.Leftovers left) {
    return Verdict.of(ledger, files, "Shared by all", reads, left);
  }

  private void assertCondemned(String what, long expected) {
    assertCondemned(verdict(), what, expected);
  }

  private static void assertCondemned(Verdict verdict, String what, long expected) {
    assertThat(verdict.good()).isFalse();
    assertThat(verdict.counts())
        .filteredOn(count -> count.fault() && count.count() > 0)
        .singleElement()
        .satisfies(
            count -> {
              assertThat(count.what()).isEqualTo(what);
              assertThat(count.count()).isEqualTo(expected);
            });
  }

  private static long count(Verdict verdict, String what) {
    return verdict.counts().stream()
        .filter(count -> count.what().equals(what))
        .findFirst()
        .orElseThrow()
        .count();
  }
}
