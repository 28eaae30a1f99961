package dev.holdfast.verify.file;

import static dev.holdfast.verify.file.WitnessedChange.ABSENT;
import static dev.holdfast.verify.file.WitnessedChange.COUNTER;
import static dev.holdfast.verify.file.WitnessedChange.cutOff;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PowerCutRefereeTest {

  private static final Map<String, Long> BEFORE = Map.of("file", 7L);
  private static final Map<String, Long> NOTHING = Map.of();

  private static WitnessedChange change(long version, long begin, long end) {
    return new WitnessedChange("file", version, begin, end);
  }

  private static List<String> judge(Map<String, Long> found, WitnessedChange... witnessed) {
    return new PowerCutReferee(BEFORE, List.of(witnessed)).judge(found);
  }

  @Test
  void whatWasNotTouched_mustBeAsItWas() {
    assertThat(judge(BEFORE)).isEmpty();
    assertThat(judge(NOTHING)).hasSize(1);
    assertThat(judge(Map.of("file", 8L))).hasSize(1);
    assertThat(judge(Map.of("file", 7L, "other", 1L))).containsExactly("other came from nowhere");
  }

  @Test
  void aReportedChange_mustBeThere() {
    assertThat(judge(Map.of("file", 8L), change(8, 1, 2))).isEmpty();
    assertThat(judge(BEFORE, change(8, 1, 2))).hasSize(1);
    assertThat(judge(NOTHING, change(8, 1, 2))).hasSize(1);
    assertThat(judge(Map.of("file", 8L), change(8, 1, 2), change(9, 3, 4))).hasSize(1);
  }

  @Test
  void aReportedDeletion_mustLast() {
    assertThat(judge(NOTHING, change(ABSENT, 1, 2))).isEmpty();
    assertThat(judge(BEFORE, change(ABSENT, 1, 2))).hasSize(1);
    assertThat(judge(NOTHING, change(ABSENT, 1, 2), change(8, 3, 4))).hasSize(1);
  }

  @Test
  void aChangeThatWasCutOff_mayShowOrNot() {
    assertThat(judge(BEFORE, cutOff("file", 8, 1))).isEmpty();
    assertThat(judge(Map.of("file", 8L), cutOff("file", 8, 1))).isEmpty();
    assertThat(judge(NOTHING, cutOff("file", 8, 1))).hasSize(1);
    assertThat(judge(BEFORE, change(8, 1, 2), cutOff("file", 9, 3))).hasSize(1);
  }

  @Test
  void ofChangesThatOverlapped_anyMayBeTheLast() {
    WitnessedChange[] overlapping = {change(8, 1, 4), change(9, 2, 3)};
    assertThat(judge(Map.of("file", 8L), overlapping)).isEmpty();
    assertThat(judge(Map.of("file", 9L), overlapping)).isEmpty();
    assertThat(judge(BEFORE, overlapping)).hasSize(1);
  }

  @Test
  void counts_mustNotBeLost() {
    WitnessedChange five = new WitnessedChange(COUNTER, 5, 1, 4);
    WitnessedChange six = new WitnessedChange(COUNTER, 6, 2, 3);
    Map<String, Long> foundFive = Map.of("file", 7L, COUNTER, 5L);
    Map<String, Long> foundSix = Map.of("file", 7L, COUNTER, 6L);
    assertThat(judge(foundSix, five, six)).isEmpty();
    assertThat(judge(foundFive, five, six)).containsExactly("the counter is behind 6");
    assertThat(judge(foundSix, six, six)).hasSize(1);
  }
}
