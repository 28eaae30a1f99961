package dev.holdfast.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.verify.launcher.StandInTree.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./holdfast} on a tree with stand-ins for Maven and Java, and once on the real one. */
class LauncherIT {

  @TempDir Path directory;

  private StandInTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = StandInTree.in(directory);
  }

  @AfterEach
  void unlinkTools() throws IOException {
    tree.unlinkTools();
  }

  static List<List<String>> shells() {
    return StandInTree.shells();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void firstStart_buildsAndRunsTheProgram_inEveryShell(List<String> shell) throws Exception {
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of(tree.launcher().toString(), "mcp", "a b", "", "*", "日本"));

    Ended run = tree.end(tree.start(directory, Map.of(), command), "input\n");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            """
            <-cp>
            <%s/b.jar:%1$s/a.jar>
            <dev.holdfast.server.Main>
            <mcp>
            <a b>
            <>
            <*>
            <日本>
            input
            """
                .formatted(tree.run("build0001")))
        .startsWith("LC_CTYPE=");
    assertThat(run.err())
        .isEqualTo("holdfast: building the program, once; the first time takes some minutes ...\n");
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void nextStart_doesNotBuild() throws Exception {
    tree.launch();

    Ended run = tree.launch();

    assertThat(run.err()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "holdfast-core/pom.xml",
        "holdfast-core/src/main/java/X.java",
        "personas/holdfast-personas/src/main/java/X.java",
        "personas/holdfast-server/src/main/java/X.java"
      })
  void changedSource_isBuilt(String source) throws Exception {
    tree.launch();
    tree.makeNewer(source);

    tree.launch();

    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void deletedSource_isBuilt() throws Exception {
    tree.launch();
    Files.delete(tree.root().resolve("holdfast-core/src/main/java/Y.java"));
    tree.makeNewer("holdfast-core/src/main/java");

    tree.launch();

    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void changedTest_isNotBuilt() throws Exception {
    tree.launch();
    tree.makeNewer("holdfast-core/src/test/java/XTest.java");

    tree.launch();

    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void sourceThatChangesDuringTheBuild_isBuiltAtTheNextStart() throws Exception {
    Path meanwhile = Files.createFile(tree.root().resolve("meanwhile"));
    Ended first = tree.launch();
    Files.delete(meanwhile);

    Ended second = tree.launch();

    assertThat(first.exitCode()).isZero();
    assertThat(first.err()).contains("the next start builds again");
    assertThat(second.err()).doesNotContain("the next start builds again");
    assertThat(tree.builds()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyStartsAtOnce_buildOnce(boolean flock) throws Exception {
    if (!flock) {
      tree.removeTool("flock");
    }
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      starts.add(tree.start(tree.root(), Map.of(), List.of(tree.launcher().toString())));
    }
    for (Process start : starts) {
      Ended run = tree.end(start, "");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains("<" + tree.run("build0001") + "/b.jar:");
    }

    assertThat(tree.builds()).isEqualTo(1);
    assertThat(tree.root().resolve("build/launcher.lock.d")).doesNotExist();
  }

  @Test
  void lockOfADeadProcess_isBroken() throws Exception {
    tree.removeTool("flock");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectory(tree.root().resolve("build/launcher.lock.d"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    Ended run = tree.launch();

    assertThat(run.exitCode()).isZero();
    assertThat(tree.builds()).isEqualTo(1);
    try (var files = Files.list(tree.root().resolve("build"))) {
      assertThat(files)
          .containsExactlyInAnyOrder(
              tree.root().resolve("build/find-java.sh"),
              tree.root().resolve("build/run-program.sh"));
    }
  }

  @Test
  void lockOfALivingProcess_isWaitedFor() throws Exception {
    tree.removeTool("flock");
    Path lock = Files.createDirectory(tree.root().resolve("build/launcher.lock.d"));
    Files.writeString(lock.resolve("pid"), ProcessHandle.current().pid() + "\n");

    Process start = tree.start(tree.root(), Map.of(), List.of(tree.launcher().toString()));
    await().during(Duration.ofSeconds(3)).until(() -> start.isAlive() && tree.builds() == 0);
    Files.delete(lock.resolve("pid"));
    Files.delete(lock);

    Ended run = tree.end(start, "");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("waiting for another process");
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void failedBuild_isOneSentenceWithTheLogsPlace() throws Exception {
    Files.createFile(tree.root().resolve("fail"));

    Ended run = tree.launch();

    Path log = tree.root().resolve("target/launcher-build.log");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .endsWith("holdfast: the build failed: X.java is wrong (all of it: " + log + ")\n");
    assertThat(log).content().contains("talk of the build");
  }

  @Test
  void programOfAnOlderBuild_staysAsLongAsItRuns() throws Exception {
    Path running = directory.resolve("running");
    Process first =
        tree.start(
            tree.root(),
            Map.of("RUNNING", running.toString()),
            List.of(tree.launcher().toString()));
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(running));
    tree.makeNewer("pom.xml");

    tree.launch();
    assertThat(tree.run("build0001")).isDirectory();
    assertThat(tree.run("build0002")).isDirectory();

    tree.end(first, "");
    tree.launch();
    assertThat(tree.run("build0001")).doesNotExist();
    assertThat(tree.run("build0002")).isDirectory();
  }

  @Test
  void withoutJava25_oneSentenceSaysWhatToInstall() throws Exception {
    Files.writeString(tree.java().resolve("release"), StandInTree.release("21.0.2"));

    Ended run = tree.launch(Map.of("HOLDFAST_JVM_DIRS", "/nonexistent"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().contains("needs a JDK 25", "install");
    assertThat(tree.builds()).isZero();
  }

  @Test
  void startThroughALinkFromElsewhere_findsItsTree() throws Exception {
    Path links = Files.createDirectory(directory.resolve("my links"));
    Path relative =
        Files.createSymbolicLink(links.resolve("one"), Path.of("../a source tree/holdfast"));
    Path chained = Files.createSymbolicLink(directory.resolve("two"), relative);

    Ended run = tree.end(tree.start(links, Map.of(), List.of(chained.toString(), "x")), "");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("<x>");
  }

  @Test
  void javaOptions_arePassedOnBeforeTheProgram() throws Exception {
    Ended run = tree.launch(Map.of("HOLDFAST_JAVA_OPTS", "-Xmx64m -Da=b"), "x");

    assertThat(run.out()).contains("<-Xmx64m>\n<-Da=b>\n<-cp>");
    assertThat(run.out()).contains("<-Xlog:disable>\n<-Xlog:all=warning,aot*=off,cds*=off:stderr>");
  }

  @Test
  void environmentWithoutALocale_getsOneThatKnowsAllLetters() throws Exception {
    assertThat(tree.launch().out()).startsWith("LC_CTYPE=C.UTF-8\n");
    assertThat(tree.launch(Map.of("LANG", "C")).out()).startsWith("LC_CTYPE=C.UTF-8\n");
    assertThat(tree.launch(Map.of("LANG", "de_DE.UTF-8")).out()).startsWith("LC_CTYPE=\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void build_leavesACacheForThisJava_thatEachStartUses(List<String> shell) throws Exception {
    List<String> command = new ArrayList<>(shell);
    command.add(tree.launcher().toString());
    Map<String, String> environment = Map.of("HOLDFAST_AOT", "", "HOLDFAST_DIR", "/mine");

    Ended first = tree.end(tree.start(directory, environment, command), "");
    Ended second = tree.end(tree.start(directory, environment, command), "");

    Path cache = cache("25.0.1+1");
    assertThat(cache).content().isEqualTo("clean\n");
    assertThat(first.out()).contains("<-XX:AOTCache=" + cache + ">\n<-Xlog:disable>");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).isEmpty();
    assertThat(tree.rehearsals()).isEqualTo(1);
    try (var files = Files.list(cache.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("class-path", cache.getFileName().toString());
    }
  }

  @Test
  void startWithAnotherJava_hasNoCache_andLeavesOneForTheNextStart() throws Exception {
    tree.launch(Map.of("HOLDFAST_AOT", "wait"));
    Files.writeString(tree.java().resolve("release"), StandInTree.release("25.0.2"));

    Ended first = tree.launch(Map.of("HOLDFAST_AOT", ""));
    Path cache = cache("25.0.2+1");
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(cache));
    Ended second = tree.launch(Map.of("HOLDFAST_AOT", ""));

    assertThat(first.out()).doesNotContain("AOTCache");
    assertThat(first.err()).isEmpty();
    assertThat(second.out()).contains("<-XX:AOTCache=" + cache + ">");
  }

  @Test
  void cacheThatIsOlderThanItsJava_isMadeAgain() throws Exception {
    tree.launch(Map.of("HOLDFAST_AOT", "wait"));
    Path library = Files.createDirectories(tree.java().resolve("lib/server")).resolve("libjvm.so");
    Files.createFile(library);
    FileTime made = Files.getLastModifiedTime(cache("25.0.1+1"));
    Files.setLastModifiedTime(library, FileTime.from(made.toInstant().plusMillis(10)));

    tree.launch(Map.of("HOLDFAST_AOT", "wait"));

    assertThat(tree.rehearsals()).isEqualTo(2);
  }

  @Test
  void cacheThatCannotBeMade_isDoneWithout() throws Exception {
    Files.createFile(tree.java().resolve("bin/no-cache"));

    Ended run = tree.launch(Map.of("HOLDFAST_AOT", "wait"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).doesNotContain("AOTCache");
    assertThat(run.err()).doesNotContain("aot", "cache", "rehearsal");
    assertThat(tree.run("build0001").resolve("rehearsal")).doesNotExist();
  }

  @Test
  void rehearsalOfADeadProcess_isClearedAway_butThatOfALivingOneIsLeftAlone() throws Exception {
    tree.launch();
    Path rehearsal = Files.createDirectory(tree.run("build0001").resolve("rehearsal"));
    Files.writeString(rehearsal.resolve("pid"), ProcessHandle.current().pid() + "\n");
    tree.launch(Map.of("HOLDFAST_AOT", "wait"));
    assertThat(tree.rehearsals()).isZero();

    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(rehearsal.resolve("pid"), dead.pid() + "\n");
    tree.launch(Map.of("HOLDFAST_AOT", "wait"));
    assertThat(tree.rehearsals()).isEqualTo(1);
    assertThat(cache("25.0.1+1")).exists();
  }

  private Path cache(String java) {
    return tree.run("build0001").resolve(java + "-serial.aot");
  }

  @Test
  void realProgram_afterItWasBuiltByMaven_startsWithoutAnotherBuild() throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(StandInTree.realRoot().resolve("holdfast").toString(), "--version")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();

    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    assertThat(out).content().startsWith("holdfast 0.");
    assertThat(err).isEmptyFile();
  }
}
