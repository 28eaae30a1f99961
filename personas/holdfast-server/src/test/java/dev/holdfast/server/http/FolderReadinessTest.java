package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FolderReadinessTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private Path folder;
  private FileLockManager locks;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectory(directory.resolve("p"));
    locks = FileLockManager.open(folder.resolve(".holdfast"));
  }

  @AfterEach
  void close() {
    locks.close();
  }

  private List<String> faults() {
    return readiness(MINUTE, Duration.ZERO, false).get();
  }

  private FolderReadiness readiness(Duration patience, Duration fresh, boolean readOnly) {
    return new FolderReadiness(folder, locks, readOnly, fresh, patience);
  }

  @Test
  void folder_thatIsFit_hasNoFaults() throws IOException {
    assertThat(faults()).isEmpty();
    Files.writeString(folder.resolve("a.md"), "x");
    assertThat(faults()).isEmpty();
  }

  @Test
  void folder_thatIsAFileNow_isTold() throws IOException {
    Files.move(folder, directory.resolve("moved"));
    Files.writeString(folder, "a file");
    await() // locks look after their directory every now and then
        .untilAsserted(
            () ->
                assertThat(faults())
                    .hasSize(2)
                    .anySatisfy(fault -> assertThat(fault).contains(folder + " cannot be read"))
                    .anySatisfy(fault -> assertThat(fault).contains("start the server again")));
  }

  @Test
  void folder_thatCannotBeWritten_isTold_unlessNothingIsTo() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    setImmutable("+i"); // permissions do not stop root
    try {
      assumeThat(Files.isWritable(folder)).as("nothing stops this user here").isFalse();
      assertThat(faults()).singleElement().asString().contains("written", "--read-only");
      assertThat(readiness(MINUTE, Duration.ZERO, true).get()).isEmpty();
    } finally {
      setImmutable("-i");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private void setImmutable(String how) throws InterruptedException {
    try {
      Process chattr =
          new ProcessBuilder("chattr", how, folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      int _ = chattr.waitFor();
    } catch (IOException e) {
      assumeThat(e).as("chattr is missing").isNull();
    }
  }

  @Test
  void lockDirectory_thatIsGone_isTold() throws IOException {
    Files.move(folder.resolve(".holdfast"), directory.resolve("gone"));
    await()
        .untilAsserted(
            () ->
                assertThat(faults())
                    .singleElement()
                    .asString()
                    .contains("deleted or replaced", "start the server again"));
  }

  @Test
  void lockDirectory_thatIsAnother_isTold() throws IOException {
    Files.move(folder.resolve(".holdfast"), directory.resolve("gone"));
    try (FileLockManager _ = FileLockManager.open(folder.resolve(".holdfast"))) {
      await()
          .untilAsserted(
              () -> assertThat(faults()).singleElement().asString().contains("replaced"));
    }
  }

  @Test
  void locks_thatAreClosed_areTold() {
    locks.close();
    assertThat(faults()).singleElement().asString().contains("locks", "closed");
  }

  @Test
  void recovery_thatFails_isTold_untilItDoesNot() throws IOException {
    Path record = damagedRecord();
    assertThat(faults())
        .singleElement()
        .asString()
        .contains("cannot be finished", "holdfast recover");
    Files.delete(record);
    assertThat(faults()).isEmpty();
  }

  private Path damagedRecord() throws IOException {
    Path journal = Files.createDirectory(folder.resolve(".holdfast-tree"));
    return Files.writeString(journal.resolve("commit"), "no record");
  }

  @Test
  @Timeout(30)
  void look_thatTakesLong_isNotWaitedFor() throws Exception {
    FolderReadiness impatient = readiness(Duration.ofMillis(1), MINUTE, false);
    FileTree.at(folder, locks)
        .read(
            () -> {
              Path record = damagedRecord(); // recovery waits for us to see it
              assertThat(impatient.get()).singleElement().asString().contains("has not answered");
              Files.delete(record);
              return record;
            });
    await().untilAsserted(() -> assertThat(impatient.get()).isEmpty());
  }

  @Test
  void look_isRemembered() throws IOException {
    FolderReadiness remembers = readiness(MINUTE, MINUTE, false);
    assertThat(remembers.get()).isEmpty();
    Files.move(folder, directory.resolve("moved"));
    assertThat(remembers.get()).isEmpty();
    assertThat(faults()).isNotEmpty();
  }

  @Test
  void server_saysWhatIsWrong() throws IOException {
    WebOptions options = WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (WebServer server =
        WebServer.start(options, Gate.OPEN, List.of(), readiness(MINUTE, Duration.ZERO, false))) {
      assertThat(Wire.get(server.port(), "/readyz", "Host: localhost").status()).isEqualTo(200);
      Files.move(folder, directory.resolve("moved"));
      Wire.Answer answer = Wire.get(server.port(), "/readyz", "Host: localhost");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("unavailable", "cannot be read");
      assertThat(Wire.get(server.port(), "/healthz", "Host: localhost").status()).isEqualTo(200);
    }
  }
}
