package dev.holdfast.verify.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.doctor.Doctor;
import dev.holdfast.server.doctor.Finding;
import dev.holdfast.server.doctor.Finding.Result;
import dev.holdfast.verify.host.MountedDisk;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of the doctor see faults of real file systems and of system calls that fail. */
class DoctorIT {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    // calls, fault, check, meaning
    "fcntl, error=ENOLCK:when=1, locks, ENOLCK",
    "'?link,linkat', error=EPERM, create, no hard links",
    "'?rename,?renameat,renameat2', error=EXDEV, replace, no file can be replaced",
    "fsync, error=EIO, sync, files cannot be synced",
  })
  void callThatFails_isSeen(String calls, String fault, String check, String meaning)
      throws Exception {
    Map<String, Finding> found = TracedDoctor.examine(directory, calls, fault);

    assertThat(found.get(check).result()).as("%s", found).isEqualTo(Result.FAIL);
    assertThat(found.get(check).meaning()).contains(meaning);
    assertThat(found.get(check).advice()).contains("another file system");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void smallMemory_isSeen() throws Exception {
    try (MountedDisk disk = MountedDisk.memory(directory, 2048, 100)) {
      Map<String, Finding> found = examine(disk.root());

      assertThat(found.get("file system").result()).isEqualTo(Result.WARN);
      assertThat(found.get("file system").meaning()).contains("tmpfs is kept in memory");
      assertThat(found.get("free space").result()).isEqualTo(Result.FAIL);
      assertThat(disk.root()).isEmptyDirectory();
    }
  }

  @Test
  void missingAttributes_areSeen() throws Exception {
    try (MountedDisk disk = MountedDisk.withoutAttributes(directory)) {
      assertThat(examine(disk.root()).get("attributes").result()).isEqualTo(Result.WARN);
    }
  }

  @Test
  void ext4_isFit() throws Exception {
    try (MountedDisk disk = MountedDisk.ext4(directory, 128)) {
      Map<String, Finding> found = examine(disk.root());

      assertThat(found.values()).as("%s", found).allMatch(one -> one.result() == Result.OK);
      assertThat(disk.root()).isDirectoryNotContaining("glob:**doctor*");
    }
  }

  private static Map<String, Finding> examine(Path root) throws Exception {
    return byCheck(root);
  }

  static Map<String, Finding> byCheck(Path root) throws Exception {
    Map<String, Finding> found = new LinkedHashMap<>();
    new Doctor().examine(root).forEach(one -> found.put(one.check(), one.finding()));
    return found;
  }
}
