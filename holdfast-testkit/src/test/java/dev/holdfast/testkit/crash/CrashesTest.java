package dev.holdfast.testkit.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How crashes are chosen, recovered, checked and told. */
final class CrashesTest {

  private static final CrashSimulator SIMULATOR = CrashSimulator.of(PersistenceModel.strict());

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  /** Two files that are to be there together: the recovery removes a lonely one. */
  private static Recording twoFiles() throws IOException {
    return SIMULATOR.run(
        (root, marks) -> {
          Files.createFile(root.resolve("a"));
          Files.createFile(root.resolve("b"));
          sync(root);
          marks.reached("done");
        });
  }

  private static void bothOrNone(CrashState state) {
    assertThat(Files.exists(state.root().resolve("a")))
        .isEqualTo(Files.exists(state.root().resolve("b")));
  }

  @Test
  void check_withoutTheRecoveryThatItNeeds_fails() throws Exception {
    assertThatExceptionOfType(CrashViolationError.class)
        .isThrownBy(() -> twoFiles().crashes().check(CrashesTest::bothOrNone))
        .satisfies(
            error -> {
              assertThat(error.violation().trace()).isEqualTo("create a");
              assertThat(error.violation().lost()).isEmpty();
            });
  }

  @Test
  void check_afterRecovery_passes() throws Exception {
    CrashReport report =
        twoFiles()
            .crashes()
            .recoveredBy(
                root -> {
                  if (!Files.exists(root.resolve("b"))) {
                    Files.deleteIfExists(root.resolve("a"));
                    sync(root);
                  }
                })
            .check(CrashesTest::bothOrNone);
    assertThat(report.leftOut()).isZero();
    assertThat(report.toString()).contains("none left out");
  }

  /** It works if it is let work, and not if it is cut off: it forgets what it was about to do. */
  @Test
  void recovery_thatDoesNotSurviveACrash_isCondemned() throws Exception {
    DirectoryTask<IOException> fragile =
        root -> {
          Path journal = root.resolve("journal");
          if (Files.exists(journal)) {
            Files.delete(journal);
            sync(root);
            Files.createFile(root.resolve("applied"));
            sync(root);
          }
        };
    Recording recording =
        SIMULATOR.run(
            (root, marks) -> {
              Files.createFile(root.resolve("journal"));
              sync(root);
              marks.reached("committed");
            });
    CrashCheck applied =
        state -> {
          if (state.reached("committed")) {
            assertThat(state.root().resolve("applied")).exists();
          }
        };

    assertThat(recording.crashes().recoveredBy(fragile).duringRecovery(0).check(applied).leftOut())
        .isZero();
    Optional<CrashViolation> violation =
        recording.crashes().recoveredBy(fragile).firstViolation(applied);
    assertThat(violation)
        .hasValueSatisfying(
            found -> {
              assertThat(found.trace()).contains("CRASH | RECOVERY | remove journal");
              assertThat(found.id()).contains("/");
            });
  }

  @Test
  void recovery_thatFails_isAViolation() throws Exception {
    assertThatThrownBy(
            () ->
                twoFiles()
                    .crashes()
                    .recoveredBy(
                        root -> {
                          throw new IOException("cannot");
                        })
                    .check(state -> {}))
        .isInstanceOf(CrashViolationError.class)
        .hasMessageContaining("the recovery failed: java.io.IOException: cannot");
  }

  @Test
  void only_isTheSameCrashAgain() throws Exception {
    CrashViolation first =
        twoFiles().crashes().firstViolation(CrashesTest::bothOrNone).orElseThrow();
    List<String> positions = new ArrayList<>();
    twoFiles().crashes().only(first.id()).check(state -> positions.add(state.position()));
    assertThat(positions).hasSize(1);
    assertThat(positions.getFirst()).contains(first.id());
  }

  private static Recording manyFiles() throws IOException {
    return SIMULATOR.run(
        (root, marks) -> {
          for (int i = 0; i < 8; i++) {
            Path directory = Files.createDirectory(root.resolve("d" + i));
            Files.writeString(directory.resolve("f"), "content " + i);
          }
        });
  }

  @Test
  void statesBeyondTheLimit_areLeftOutAloud_andTheSeedChooses() throws Exception {
    List<Set<String>> choices = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      Set<String> seen = new TreeSet<>();
      CrashReport report =
          manyFiles()
              .crashes()
              .atMost(40)
              .seededBy(seed)
              .check(
                  state -> {
                    try (var found = Files.walk(state.root())) {
                      seen.add(state.position() + found.sorted().toList());
                    }
                  });
      assertThat(report.leftOut()).isPositive();
      assertThat(report.toString()).contains("LEFT OUT").contains("" + seed);
      choices.add(seen);
    }
    assertThat(choices.get(0)).isEqualTo(choices.get(1)).isNotEqualTo(choices.get(2));
  }

  @Test
  void violation_tellsWhatWhereAndHow() throws Exception {
    CrashViolation violation =
        SIMULATOR
            .startingWith(root -> Files.writeString(root.resolve("a"), "old"))
            .run(
                (root, marks) -> {
                  Writers.NO_DIRECTORY_SYNC.write(root.resolve("a"), new byte[4096]);
                  marks.reached("acknowledged");
                })
            .crashes()
            .firstViolation(
                state -> {
                  if (state.reached("acknowledged")) {
                    assertThat(Files.size(state.root().resolve("a"))).isEqualTo(4096);
                  }
                })
            .orElseThrow();

    assertThat(violation.line())
        .isEqualTo(
            "create .a.tmp | write .a.tmp [0,4096) | sync .a.tmp | rename .a.tmp -> a"
                + " | mark acknowledged | CRASH; lost: entry of a in /");
    assertThat(violation.toString())
        .contains("crash 5.1: ")
        .contains("marks reached: [acknowledged]")
        .contains("    a  3 bytes \"old\"")
        .contains("    .a.tmp  4096 bytes (zeros)")
        .contains("only(\"5.1\")");
  }

  @Test
  void violation_inALongRecording_leavesOutWhatHasNothingToDoWithIt() throws Exception {
    CrashViolation violation =
        SIMULATOR
            .run(
                (root, marks) -> {
                  Path directory = Files.createDirectory(root.resolve("d"));
                  sync(root);
                  Files.createFile(directory.resolve("lost"));
                  for (int i = 0; i < 20; i++) {
                    Writers.RIGHT.write(root.resolve("other" + i), new byte[1]);
                  }
                  marks.reached("done");
                })
            .crashes()
            .since("done")
            .firstViolation(state -> assertThat(state.root().resolve("d/lost")).exists())
            .orElseThrow();
    assertThat(violation.trace())
        .startsWith("mkdir d | … 1 more … | create d/lost | … 97 more … | ")
        .endsWith(" | sync directory / | mark done");
  }

  @Test
  void workload_ofManyThreads_isRecordedInOrder() throws Exception {
    int threads = 4;
    Recording recording =
        SIMULATOR.run(
            (root, marks) -> {
              try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
                List<Future<?>> results = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                  Path file = root.resolve("f" + i);
                  results.add(
                      executor.submit(
                          () -> {
                            Writers.RIGHT.write(file, "x".getBytes(UTF_8));
                            marks.reached(file.getFileName().toString());
                            return file;
                          }));
                }
                for (Future<?> each : results) {
                  each.get();
                }
              }
            });

    recording
        .crashes()
        .atMost(100)
        .check(
            state -> {
              for (String acknowledged : state.marks(String.class)) {
                assertThat(state.root().resolve(acknowledged)).hasContent("x");
              }
            });
    assertThat(recording.operations()).hasSize(threads * 6);
  }
}
