package dev.holdfast.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.doctor.Finding.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check sees the fault that it is for, here planted; and none where there is none. */
class ChecksTest {

  @TempDir Path scratch;

  @Test
  void replace_byDeletingFirst_isSeen() throws Exception {
    ReplaceCheck check =
        new ReplaceCheck(
            (from, to) -> {
              Files.delete(to);
              // Long enough for a reader on a busy machine.
              LockSupport.parkNanos(20_000_000);
              Files.move(from, to);
            });

    assertFails(check, "missing");
  }

  @Test
  void replace_byCopying_isSeen() throws Exception {
    ReplaceCheck check =
        new ReplaceCheck(
            (from, to) -> {
              byte[] content = Files.readAllBytes(from);
              Files.write(to, new byte[] {content[0]});
              Files.write(to, content);
            });

    assertFails(check, "torn");
  }

  @Test
  void link_thatOverwrites_isSeen() throws Exception {
    assertFails(
        new LinkCheck(
            (name, existing) -> Files.copy(existing, name, StandardCopyOption.REPLACE_EXISTING)),
        "takes the place of a file");
  }

  @Test
  void link_thatIsRefused_isSeen() throws Exception {
    assertFails(
        new LinkCheck(
            (name, existing) -> {
              throw new IOException("Operation not permitted");
            }),
        "no hard links (Operation not permitted)");
  }

  @Test
  void identity_thatChanges_isSeen() throws Exception {
    AtomicInteger next = new AtomicInteger();
    assertFails(new IdentityCheck(file -> Map.of("ino", next.incrementAndGet())), "changes");
  }

  @Test
  void identity_ofTwoFilesThatIsTheSame_isSeen() throws Exception {
    assertFails(new IdentityCheck(file -> Map.of("ino", 1)), "two files have the same number");
  }

  @Test
  void names_thatAreFolded_areSeen() throws Exception {
    assertWarns(new NameCheck(path -> folded(path, true, false)), "only in case are");
    assertWarns(new NameCheck(path -> folded(path, false, true)), "Unicode form");
    assertWarns(new NameCheck(path -> folded(path, true, true)), "case or Unicode form");
  }

  private static boolean folded(Path path, boolean byCase, boolean byForm) {
    String name = String.valueOf(path.getFileName());
    String formed = byForm ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
    return Files.exists(path.resolveSibling(byCase ? formed.toLowerCase(Locale.ROOT) : formed));
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, OK", "xfs, OK", "btrfs, OK", "apfs, OK", "NTFS, OK", "zfs, OK",
    "tmpfs, WARN", "ramfs, WARN", "overlay, WARN", "9p, WARN", "virtiofs, WARN", "fuse.sshfs, WARN",
    "vfat, WARN", "nfs, FAIL", "nfs4, FAIL", "cifs, FAIL", "smb3, FAIL", "lustre, FAIL"
  })
  void fileSystem_isKnown(String type, Result expected) {
    Finding finding = FileSystemCheck.of(type);

    assertThat(finding.result()).isEqualTo(expected);
    assertThat(finding.meaning()).contains(type);
    assertThat(finding.advice().isEmpty()).isEqualTo(expected == Result.OK);
  }

  @ParameterizedTest
  @CsvSource({"0, FAIL", "7, FAIL", "8, WARN", "63, WARN", "64, OK", "100000, OK"})
  void space_isJudged(long mebibytes, Result expected) {
    assertThat(SpaceCheck.of(mebibytes).result()).isEqualTo(expected);
  }

  @Test
  void attributes_thatAreMissing_areNamed() {
    assertThat(AttributeCheck.of(true, true).result()).isEqualTo(Result.OK);
    assertThat(AttributeCheck.of(false, true).meaning()).startsWith("no extended attributes:");
    assertThat(AttributeCheck.of(true, false).meaning()).startsWith("no access control lists:");
  }

  @Test
  void checkThatThrows_fails() throws Exception {
    Check check =
        new Check() {
          @Override
          public String name() {
            return "throws";
          }

          @Override
          public Finding run(Path own) throws IOException {
            Files.createDirectories(own.resolve("a/b"));
            throw new IOException("broken\nat length");
          }
        };

    List<Doctor.Diagnosis> found = new Doctor(List.of(check)).examine(scratch);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().check()).isEqualTo("throws");
    assertThat(found.getFirst().finding().result()).isEqualTo(Result.FAIL);
    assertThat(found.getFirst().finding().meaning()).isEqualTo("refused: broken");
    assertThat(scratch).isEmptyDirectory();
  }

  private void assertFails(Check check, String meaning) throws Exception {
    Finding finding = check.run(scratch);

    assertThat(finding.result()).isEqualTo(Result.FAIL);
    assertThat(finding.meaning()).contains(meaning);
    assertThat(finding.advice()).isNotEmpty();
  }

  private void assertWarns(Check check, String meaning) throws Exception {
    Finding finding = check.run(Files.createTempDirectory(scratch, "names"));

    assertThat(finding.result()).isEqualTo(Result.WARN);
    assertThat(finding.meaning()).contains(meaning);
  }
}
