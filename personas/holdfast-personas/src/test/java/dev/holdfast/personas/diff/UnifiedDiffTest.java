package dev.holdfast.personas.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {

  private static final Path DIFF = Path.of("/usr/bin/diff");
  private static final Path PATCH = Path.of("/usr/bin/patch");

  @TempDir Path directory;

  @Test
  void of_equalTexts_isEmpty() {
    assertThat(UnifiedDiff.of("a", "", "b", "")).isEmpty();
    assertThat(UnifiedDiff.of("a", "x\ny", "b", "x\ny")).isEmpty();
  }

  @Test
  void of_oneChangedLine_showsThreeLinesAround() {
    assertThat(UnifiedDiff.of("old", "1\n2\n3\n4\n5\n6\n7\n8\n", "new", "1\n2\n3\n4\nV\n6\n7\n8\n"))
        .isEqualTo("--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+V\n 6\n 7\n 8\n");
  }

  @Test
  void of_lastLineWithoutNewline_saysSo() {
    assertThat(UnifiedDiff.of("a", "x\n", "b", "x"))
        .isEqualTo("--- a\n+++ b\n@@ -1 +1 @@\n-x\n+x\n\\ No newline at end of file\n");
    assertThat(UnifiedDiff.of("a", "x", "b", ""))
        .isEqualTo("--- a\n+++ b\n@@ -1 +0,0 @@\n-x\n\\ No newline at end of file\n");
  }

  @Test
  void of_namesWithLineBreaks_staysInItsLines() {
    assertThat(UnifiedDiff.of("a\n@@ -1 +1 @@", "", "b\t", "x\n"))
        .isEqualTo("--- a\uFFFD@@ -1 +1 @@\n+++ b\uFFFD\n@@ -0,0 +1 @@\n+x\n");
  }

  /** New lines are unlike any other, so there is one smallest difference only. */
  @Test
  void of_randomTextsOfDistinctLines_isWhatDiffPrints() throws Exception {
    assumeTrue(Files.isExecutable(DIFF), "no diff");
    Random random = random("of_randomTextsOfDistinctLines");
    for (int round = 0; round < 150; round++) {
      List<String> lines = new ArrayList<>();
      int size = random.nextInt(60);
      for (int i = 0; i < size; i++) {
        lines.add("line " + i + (random.nextInt(5) == 0 ? "\r" : ""));
      }
      List<String> changed = new ArrayList<>();
      for (String line : lines) {
        int dice = random.nextInt(12);
        if (dice == 0) {
          changed.add("new " + random.nextLong());
        }
        if (dice != 1) {
          changed.add(dice == 2 ? "other " + random.nextLong() : line);
        }
      }
      String from = text(lines, random);
      String to = text(changed, random);
      assertThat(UnifiedDiff.of("from", from, "to", to)).isEqualTo(systemDiff(from, to));
    }
  }

  /** Lines repeat, so that there are several smallest differences. */
  @Test
  void of_randomTextsOfFewLines_isAsShortAsThatOfDiff_andPatchTakesIt() throws Exception {
    assumeTrue(Files.isExecutable(DIFF) && Files.isExecutable(PATCH), "no diff, or no patch");
    Random random = random("of_randomTextsOfFewLines");
    for (int round = 0; round < 150; round++) {
      String from = text(fewLines(random), random);
      String to = text(fewLines(random), random);
      String diff = UnifiedDiff.of("from", from, "to", to);
      assertThat(changedLines(diff)).isEqualTo(changedLines(systemDiff(from, to)));
      assertThat(patched(from, diff)).isEqualTo(to);
    }
  }

  @Test
  void of_textsThatDifferInTooMuch_replacesTheMiddle_andPatchTakesIt() throws Exception {
    assumeTrue(Files.isExecutable(PATCH), "no patch");
    String from = "head\n" + "a\n".repeat(5_000) + "tail";
    String to = "head\n" + "b\na\n".repeat(2_500) + "tail";
    String diff = UnifiedDiff.of("from", from, "to", to);
    assertThat(diff).startsWith("--- from\n+++ to\n@@ -1,");
    assertThat(patched(from, diff)).isEqualTo(to);
  }

  private static List<String> fewLines(Random random) {
    List<String> lines = new ArrayList<>();
    int size = random.nextInt(40);
    for (int i = 0; i < size; i++) {
      lines.add("abc".substring(random.nextInt(3)));
    }
    return lines;
  }

  private static String text(List<String> lines, Random random) {
    String text = String.join("\n", lines);
    return lines.isEmpty() || random.nextInt(3) == 0 ? text : text + "\n";
  }

  private static long changedLines(String diff) {
    return diff.lines()
        .skip(2)
        .filter(line -> line.startsWith("-") || line.startsWith("+"))
        .count();
  }

  private String systemDiff(String from, String to) throws IOException, InterruptedException {
    return run(
        null,
        DIFF.toString(),
        "-u",
        "--minimal",
        "--label=from",
        "--label=to",
        write("from", from).toString(),
        write("to", to).toString());
  }

  private String patched(String from, String diff) throws IOException, InterruptedException {
    if (diff.isEmpty()) {
      return from;
    }
    Path patched = directory.resolve("patched");
    String _ =
        run(
            write("diff", diff),
            PATCH.toString(),
            "--binary",
            "--fuzz=0",
            "-o",
            patched.toString(),
            write("from", from).toString());
    return Files.readString(patched);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private String run(@Nullable Path input, String... command)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    int code = builder.start().waitFor();
    String text = Files.readString(output);
    assertThat(code).as(text).isLessThan(2);
    return text;
  }

  private static Random random(String test) {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.printf("%s: -Dholdfast.seed=%d%n", test, seed);
    return new Random(seed);
  }
}
