package dev.holdfast.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@link InProcess}, run by JMH in a process of its own. */
final class InProcessRow implements Row {

  private static final long TARGET_NANOS = 150;

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "In process, `withLock`, uncontended", "lock", "a call", "± (99.9 %)", "to Holdfast");
    Map<String, Result<?>> results = run(options);
    double holdfast = results.get("holdfast").getScore();
    titles()
        .forEach(
            (method, title) -> {
              Result<?> result = results.get(method);
              section.line(
                  title,
                  Section.time(result.getScore()),
                  Section.time(result.getScoreError()),
                  Section.ratio(result.getScore() / holdfast));
            });
    section.target("≤ 150 ns", Section.time(holdfast), holdfast <= TARGET_NANOS);
    double peer = results.get("mavenLocal").getScore();
    section.target(
        "≤ the fastest peer with exact names and timeouts (maven-resolver local)",
        "%s against %s".formatted(Section.time(holdfast), Section.time(peer)),
        holdfast <= peer);
    return section;
  }

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("holdfast", "Holdfast, `inProcess()`");
    titles.put("reentrantLock", "`ReentrantLock` (one lock, no names)");
    titles.put("mapOfLocks", "map of `ReentrantLock` (names never leave it)");
    titles.put("guavaStriped", "Guava `Striped`, 64 stripes (names share locks)");
    titles.put("springRegistry", "Spring `DefaultLockRegistry` (names share locks)");
    titles.put("mavenLocal", "maven-resolver `rwlock-local`");
    return titles;
  }

  private static Map<String, Result<?>> run(Options options) throws Exception {
    TimeValue second = TimeValue.milliseconds(options.choose(1000, 300));
    Map<String, Result<?>> results = new LinkedHashMap<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(InProcess.class.getName() + "\\.")
                    .forks(1)
                    .warmupIterations(5)
                    .warmupTime(second)
                    .measurementIterations(5)
                    .measurementTime(second)
                    .output("target/jmh.log")
                    .build())
            .run()) {
      results.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult());
    }
    return results;
  }
}
