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
            "In process, `withLock`, uncontended",
            "lock",
            "median",
            "slowest iteration",
            "to Holdfast");
    Map<String, Result<?>> results = run(options);
    double holdfast = median(results.get("holdfast"));
    titles()
        .forEach(
            (method, title) -> {
              Result<?> result = results.get(method);
              section.line(
                  title,
                  Section.time(median(result)),
                  Section.time(result.getStatistics().getMax()),
                  Section.ratio(median(result) / holdfast));
            });
    section.note("No peer has metrics. The target takes the faster use of maven-resolver's lock.");
    section.target("≤ 150 ns", Section.time(holdfast), holdfast <= TARGET_NANOS);
    double peer =
        Math.min(median(results.get("mavenLocal")), median(results.get("mavenLocalKept")));
    section.target(
        "≤ the fastest peer with exact names and timeouts (maven-resolver local)",
        "%s against %s".formatted(Section.time(holdfast), Section.time(peer)),
        holdfast <= peer);
    return section;
  }

  // Of the iterations: another program's turn on the processor spoils a few of them, not the
  // median.
  private static double median(Result<?> result) {
    return result.getStatistics().getPercentile(50);
  }

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("holdfast", "Holdfast, `inProcess()`");
    titles.put("reentrantLock", "`ReentrantLock` (one lock, no names)");
    titles.put("mapOfLocks", "map of `ReentrantLock` (names never leave it)");
    titles.put("guavaStriped", "Guava `Striped`, 64 stripes (names share locks)");
    titles.put("springRegistry", "Spring `DefaultLockRegistry` (names share locks)");
    titles.put("mavenLocal", "maven-resolver `rwlock-local`");
    titles.put("mavenLocalKept", "maven-resolver `rwlock-local`, its lock object kept");
    return titles;
  }

  private static Map<String, Result<?>> run(Options options) throws Exception {
    TimeValue iteration = TimeValue.milliseconds(options.choose(250, 100));
    Map<String, Result<?>> results = new LinkedHashMap<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(InProcess.class.getName() + "\\.")
                    .forks(1)
                    .warmupIterations(10)
                    .warmupTime(iteration)
                    .measurementIterations(25)
                    .measurementTime(iteration)
                    .output("target/jmh.log")
                    .build())
            .run()) {
      results.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult());
    }
    return results;
  }
}
