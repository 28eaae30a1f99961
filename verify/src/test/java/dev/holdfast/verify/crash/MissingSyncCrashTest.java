package dev.holdfast.verify.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.testkit.crash.CrashSimulator;
import dev.holdfast.testkit.crash.CrashViolation;
import dev.holdfast.testkit.crash.EntryOrder;
import dev.holdfast.testkit.crash.PersistenceModel;
import dev.holdfast.testkit.hostile.Call;
import dev.holdfast.testkit.hostile.HostileFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The harness of {@link AtomicFilesCrashTest} must condemn core's own algorithms with each of their
 * syncs left out in turn: none is superfluous, and none would be missed unseen.
 */
class MissingSyncCrashTest {

  @ParameterizedTest
  @EnumSource
  void operation_withoutOneOfItsSyncs_isCondemned(FileStep.Kind kind) throws Exception {
    // Something to replace or delete first; a file is created where nothing is.
    List<FileStep> sequence =
        kind == FileStep.Kind.CREATE_NEW
            ? List.of(new FileStep(kind, "a", 0))
            : List.of(new FileStep(FileStep.Kind.WRITE, "a", 0), new FileStep(kind, "a", 1));
    int syncs = 0;
    for (Call call : List.of(Call.FORCE_FILE, Call.FORCE_DIRECTORY)) {
      int made = made(call, sequence);
      for (int nth = 1; nth <= made; nth++) {
        Optional<CrashViolation> violation = violationWithout(call, nth, sequence);
        assertThat(violation).as("%s without %s %d", sequence, call, nth).isPresent();
        syncs++;
      }
    }
    System.out.printf("%s: condemned without each of %d syncs%n", sequence, syncs);
    assertThat(syncs).isPositive();
  }

  /**
   * Where names may persist in any order a move needs one sync more: it is a link and a removal.
   */
  private static PersistenceModel model(FileStep.Kind kind) {
    PersistenceModel strict = PersistenceModel.strict();
    return kind == FileStep.Kind.MOVE ? strict.withEntryOrder(EntryOrder.BY_NAME) : strict;
  }

  private static int made(Call call, List<FileStep> sequence) throws Exception {
    int[] made = {0};
    CrashSimulator.of(PersistenceModel.strict())
        .run(
            (root, marks) -> {
              HostileFileSystem disk = HostileFileSystem.over(root);
              run(sequence, disk.root(), (each, done) -> {});
              made[0] = disk.count(call);
            });
    return made[0];
  }

  private static Optional<CrashViolation> violationWithout(
      Call call, int nth, List<FileStep> sequence) throws Exception {
    return CrashSimulator.of(model(sequence.getLast().kind()))
        .run(
            (root, marks) ->
                run(
                    sequence,
                    HostileFileSystem.over(root).ignoring(call, nth).root(),
                    (each, done) ->
                        marks.reached(
                            done
                                ? new AtomicFilesCrashTest.Done(each)
                                : new AtomicFilesCrashTest.Begun(each))))
        .crashes()
        .recoveredBy(AtomicFilesCrashTest::sweepAsAnotherProcess)
        .firstViolation(AtomicFilesCrashTest::oldOrNew);
  }

  private interface Progress {
    void told(FileStep step, boolean done);
  }

  private static void run(List<FileStep> sequence, Path root, Progress progress) throws Exception {
    try (FileLockManager locks = FileLockManager.inProcess()) {
      AtomicFiles files = locks.files();
      for (FileStep each : sequence) {
        progress.told(each, false);
        each.run(files, root);
        progress.told(each, true);
      }
    }
  }
}
