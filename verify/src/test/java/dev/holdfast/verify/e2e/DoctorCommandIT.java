package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast doctor} as its users start it. */
class DoctorCommandIT {

  private static final String CHANNEL = "HOLDFAST_JAVA_OPTS=-Ddev.holdfast.locks.provider=channel";

  @RegisterExtension final Mounts mounts = new Mounts();

  @TempDir Path directory;

  @Test
  void doctor_saysWhichLocksAreUsed() {
    List<String> command =
        List.of("env", CHANNEL, Launcher.program() + "", "doctor", directory.toString());

    Launcher.Ended with = Launcher.run("doctor", directory.toString());
    Launcher.Ended without = Launcher.run(Launcher.DEADLINE, command);

    assertThat(with.exitCode()).as(with.out()).isZero();
    assertThat(with.out()).containsPattern("kind of locks +(ok +open-file|warn +those of Java)");
    assertThat(with.err()).isEmpty();
    assertThat(without.exitCode()).as(without.out()).isZero();
    assertThat(without.out())
        .containsPattern("kind of locks +warn +those of Java's FileChannel")
        .contains("kind of locks: on Linux, let Java call native code");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void diskThatIsTooSmall_isNotFit() throws Exception {
    Path disk = mounts.tmpfs(directory.resolve("disk"), "2m");

    Launcher.Ended ended = Launcher.run("doctor", disk.toString());

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out())
        .containsPattern("free space +fail +\\d MiB free")
        .contains("free space: make room")
        .contains(disk + " is not fit for Holdfast");
    assertThat(ended.err()).isEmpty();
    assertThat(disk).isEmptyDirectory();
  }

  @Test
  void diskThatIsReadOnly_isNotFit() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    mounts.readOnly(folder);

    Launcher.Ended ended = Launcher.run("doctor", folder.toString());

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("holdfast: nothing can be made in " + folder)
        .contains("Read-only file system")
        .doesNotContain("\tat ");
  }

  @Test
  void doctorThatIsToldToEnd_leavesNothing() throws Exception {
    Process doctor =
        Launcher.builder(List.of(Launcher.program() + "", "doctor", directory.toString())).start();
    try {
      await().atMost(Launcher.DEADLINE).until(() -> !names().isEmpty());

      doctor.destroy();

      assertThat(doctor.waitFor(Launcher.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(doctor.exitValue()).isEqualTo(143);
      assertThat(names()).isEmpty();
    } finally {
      doctor.destroyForcibly();
    }
  }

  private List<Path> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
