package dev.holdfast.verify.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contents that cannot be synced are not committed, however many there are. */
@Timeout(60)
class SyncFailureIT {

  private static final Set<String> SYNCED_TOGETHER = Set.of("ext4", "xfs", "btrfs");

  @TempDir Path parent;
  private Path root;

  @BeforeEach
  void prepare() throws IOException {
    Tracer.assumePossible();
    root = Files.createDirectory(parent.toRealPath().resolve("tree"));
    String type = Files.getFileStore(root).type();
    assumeTrue(SYNCED_TOGETHER.contains(type), "on %s files are synced one by one".formatted(type));
  }

  @ParameterizedTest
  @CsvSource({
    // files, calls
    "6,   'fsync,fdatasync'", // and the record is the seventh
    "7,   syncfs",
    "100, syncfs",
  })
  void commit_whoseContentsAreNotSynced_leavesTheOld(int files, String calls) throws Exception {
    try (ForkedJvm process = ForkedJvm.of(ManyFilesWorker.class).arguments(root).start()) {
      String thread = process.await("ready ").substring("ready ".length());
      for (int warm = 0; warm < 2; warm++) {
        process.send(files + " old");
        assertThat(process.await("")).isEqualTo("done");
      }

      String said;
      try (Tracer _ = Tracer.attach(thread, calls, "error=EIO:when=1")) {
        process.send(files + " new");
        said = process.await("");
      }

      assertThat(said).startsWith("failed NOT_COMMITTED").contains("sync contents");
      assertAllHave(files, "old");
      TransactionKillIT.assertNothingIsLeft(root);

      process.send(files + " newer"); // and the process goes on
      assertThat(process.await("")).isEqualTo("done");
      assertAllHave(files, "newer");
    }
  }

  private void assertAllHave(int files, String content) {
    for (int i = 0; i < files; i++) {
      assertThat(root.resolve("f" + i)).hasContent(content);
    }
  }
}
