package dev.holdfast.testkit.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The referee condemns each kind of violation, and nothing that is allowed. */
class RefereeTest {

  @TempDir Path directory;

  @Test
  void violations_ofExclusiveSectionsInTurn_areNone() throws IOException {
    Path a = log("a", "E 1 100 X 1 r", "L 1 200", "E 2 400 X 3 r", "L 2 500");
    Path b = log("b", "E 1 200 X 2 r", "L 1 400");
    assertThat(violations(a, b)).isEmpty();
  }

  @Test
  void violations_ofTwoExclusiveSectionsAtOnce_areReported() throws IOException {
    Path a = log("a", "E 1 100 X 1 r", "L 1 201");
    Path b = log("b", "E 1 200 X 2 r", "L 1 400");
    assertThat(violations(a, b)).singleElement().asString().startsWith("overlap").contains("a in");
  }

  @Test
  void violations_ofAnExclusiveSectionInsideALongOne_areReported() throws IOException {
    Path a = log("a", "E 1 100 X 1 r", "E 2 110 X 2 q", "L 2 120", "L 1 900");
    Path b = log("b", "E 1 130 X 3 q", "L 1 140", "E 2 500 X 4 r", "L 2 600");
    assertThat(violations(a, b)).singleElement().asString().contains("'r'");
  }

  @Test
  void violations_ofSharedBesideExclusive_areReportedWhicheverCameFirst() throws IOException {
    Path writer = log("w", "E 1 100 X 1 r", "L 1 300");
    assertThat(violations(writer, log("late", "E 1 299 S 0 r", "L 1 400"))).hasSize(1);
    assertThat(violations(writer, log("early", "E 1 50 S 0 r", "L 1 101"))).hasSize(1);
  }

  @Test
  void violations_ofSharedSectionsAtOnce_areNone() throws IOException {
    Path a = log("a", "E 1 100 S 0 r", "L 1 300");
    Path b = log("b", "E 1 150 S 0 r", "L 1 250");
    assertThat(violations(a, b)).isEmpty();
  }

  @Test
  void violations_ofDifferentResourcesAtOnce_areNone() throws IOException {
    Path a = log("a", "E 1 100 X 1 r", "L 1 300");
    Path b = log("b", "E 1 150 X 2 r with blanks", "L 1 250");
    assertThat(violations(a, b)).isEmpty();
  }

  @Test
  void violations_ofATokenThatDoesNotGrow_areReported() throws IOException {
    Path a = log("a", "E 1 100 X 7 r", "L 1 200");
    assertThat(violations(a, log("same", "E 1 300 X 7 r", "L 1 400")))
        .singleElement()
        .asString()
        .startsWith("token");
    assertThat(violations(a, log("less", "E 1 300 X 6 r", "L 1 400"))).hasSize(1);
  }

  @Test
  void violations_ofASectionWhoseProcessWasKilled_countUntilTheKill() throws IOException {
    Path killed = log("killed", "E 1 100 X 1 r", "E 2 999");
    Files.writeString(killed, Files.readString(killed).strip()); // its last line is cut off
    List<Section> sections = SectionLog.read(killed, OptionalLong.of(500));
    assertThat(sections).singleElement().matches(section -> section.leaveNanos() == 500);
    Path after = log("after", "E 1 500 X 2 r", "L 1 600");
    Path before = log("before", "E 1 499 X 2 r", "L 1 600");
    assertThat(Referee.violations(join(sections, after))).isEmpty();
    assertThat(Referee.violations(join(sections, before))).hasSize(1);
  }

  @Test
  void read_ofASectionNeverLeftByALivingProcess_isRefused() throws IOException {
    Path log = log("a", "E 1 100 X 1 r");
    assertThatThrownBy(() -> SectionLog.read(log, OptionalLong.empty()))
        .hasMessageContaining("never left");
  }

  @Test
  void read_returnsWhatWasLogged() throws IOException {
    Path file = directory.resolve("real");
    try (SectionLog log = new SectionLog(file)) {
      long outer = log.enter("persona:a b", true, 42);
      long inner = log.enter("q", false, 0);
      log.leave(inner);
      log.leave(outer);
    }
    assertThat(SectionLog.read(file, OptionalLong.empty()))
        .extracting(Section::resource, Section::exclusive, Section::token, Section::finished)
        .containsExactlyInAnyOrder(
            tuple("persona:a b", true, 42L, true), tuple("q", false, 0L, true));
  }

  @Test
  void waits_thatLastedWhileTheLockWasFree_areLostWakeUps() throws IOException {
    Path holder = log("a", "E 1 100 X 1 r", "L 1 1000");
    Path prompt = log("b", "Q 1 200", "E 1 1100 X 2 r", "L 1 1200");
    Path late = log("c", "Q 1 200", "E 1 1151 X 2 r", "L 1 1200");
    Path gaveUp = log("d", "G 0 1300 S 200 r");
    assertThat(lateness(holder, prompt)).isEmpty();
    assertThat(lateness(holder, late)).singleElement().asString().startsWith("lost wake-up: c");
    assertThat(lateness(holder, gaveUp)).singleElement().asString().startsWith("lost wake-up: d");
  }

  @Test
  void waits_thatAnotherProcessGotPastTwice_areOvertaken() throws IOException {
    Path waiter = log("w", "Q 1 100", "E 1 900 X 9 r", "L 1 950"); // published at 150
    Path once = log("a", "E 1 200 X 1 r", "L 1 890");
    Path onceBefore = log("b", "E 1 110 X 1 r", "L 1 140", "E 2 160 X 1 r", "L 2 890");
    Path shared = log("c", "E 1 120 S 0 r", "L 1 300", "E 2 310 S 0 r", "L 2 890");
    Path twice =
        log(
            "d",
            "E 1 130 X 1 r",
            "L 1 150",
            "E 2 160 X 1 r",
            "L 2 300",
            "E 3 310 X 1 r",
            "L 3 890");
    Path pastASleeper =
        log(
            "e",
            "E 1 130 X 1 r",
            "L 1 150",
            "E 2 160 X 1 r",
            "L 2 300",
            "E 3 331 X 1 r",
            "L 3 890");
    assertThat(lateness(waiter, once)).isEmpty();
    assertThat(lateness(waiter, once, onceBefore)).isEmpty();
    assertThat(lateness(waiter, shared)).isEmpty();
    assertThat(lateness(waiter, pastASleeper)).isEmpty();
    assertThat(lateness(waiter, twice)).singleElement().asString().startsWith("order: w");
  }

  @Test
  void waits_behindOthersOfTheirProcess_areOvertakenOnlyFromThenOn() throws IOException {
    Path twice =
        log(
            "a",
            "E 1 105 X 1 r",
            "L 1 155",
            "E 2 160 X 1 r",
            "L 2 210",
            "E 3 220 X 2 r",
            "L 3 300");
    Path behind = log("w", "E 1 301 X 3 r", "L 1 310", "Q 2 100", "E 2 320 X 4 r", "L 2 330");
    Path behindOneWhoGaveUp = log("g", "G 0 190 X 90 r", "Q 2 100", "E 2 320 X 4 r", "L 2 330");
    Path first = log("f", "Q 2 100", "E 2 301 X 4 r", "L 2 330");
    assertThat(lateness(twice, behind)).isEmpty();
    assertThat(lateness(twice, behindOneWhoGaveUp)).isEmpty();
    assertThat(lateness(twice, first)).singleElement().asString().startsWith("order: f");
  }

  @Test
  void waits_thatALaterOneOfTheirProcessGotPast_areOvertaken() throws IOException {
    Path late =
        log("w", "Q 2 151", "E 2 200 X 1 r", "L 2 240", "Q 1 100", "E 1 250 X 2 r", "L 1 300");
    Path aboutThen =
        log("v", "Q 2 149", "E 2 200 X 1 r", "L 2 240", "Q 1 100", "E 1 250 X 2 r", "L 1 300");
    Path nobodyKnows = log("u", "E 2 200 X 1 r", "L 2 240", "Q 1 100", "E 1 250 X 2 r", "L 1 300");
    assertThat(lateness(late)).singleElement().asString().startsWith("order: w");
    assertThat(lateness(aboutThen)).isEmpty();
    assertThat(lateness(nobodyKnows)).isEmpty();
  }

  private static List<String> lateness(Path... logs) throws IOException {
    List<Wait> givenUp = new ArrayList<>();
    for (Path log : logs) {
      givenUp.addAll(SectionLog.readGivenUp(log));
    }
    Duration nanos = Duration.ofNanos(150);
    return new WaitReferee(nanos, Duration.ofNanos(50), Duration.ofNanos(30))
        .violations(join(List.of(), logs), givenUp);
  }

  private Path log(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), List.of(lines));
  }

  private static List<String> violations(Path... logs) throws IOException {
    return Referee.violations(join(List.of(), logs));
  }

  private static List<Section> join(List<Section> sections, Path... logs) throws IOException {
    List<Section> all = new ArrayList<>(sections);
    for (Path log : logs) {
      all.addAll(SectionLog.read(log, OptionalLong.empty()));
    }
    return all;
  }
}
