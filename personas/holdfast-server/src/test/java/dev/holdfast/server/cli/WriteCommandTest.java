package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteCommandTest {

  @TempDir Path folder;

  @Test
  void write_replacesTheContentAndKeepsTheMode() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));

    Cli.Run run = new Cli().input("new\n").run("write", file.toString());

    assertThat(run).isEqualTo(new Cli.Run(0, "", ""));
    assertThat(file).hasContent("new\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-x--x");
    assertThat(filesIn(folder)).containsExactly(file);
  }

  @Test
  void write_leavesAReaderTheWholeFileThatItHasOpened() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old content");
    try (InputStream reader = Files.newInputStream(file)) {
      assertThat((char) reader.read()).isEqualTo('o');

      new Cli().input("new").run("write", file.toString());

      assertThat(reader.readAllBytes()).asString().isEqualTo("ld content");
    }
  }

  @Test
  void write_ofANewFile_createsItForItsOwner() throws IOException {
    Path file = folder.resolve("new");

    assertThat(new Cli().input("x").run("write", file.toString()).exitCode()).isZero();

    assertThat(file).hasContent("x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void write_intoAFolderThatIsNotThere_saysThatNothingChanged() {
    Cli.Run run = new Cli().input("x").run("write", folder.resolve("no/f").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no/f").contains("nothing was changed");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void write_overAFolder_isRefused() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("d"));

    Cli.Run run = new Cli().input("x").run("write", directory.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("nothing was changed");
    assertThat(filesIn(folder)).containsExactly(directory);
  }

  @Test
  void write_takesAnyLength() throws IOException {
    byte[] large = new byte[(64 << 20) + 1];
    large[large.length - 1] = 'x';

    assertThat(
            new Cli()
                .input(new ByteArrayInputStream(large))
                .run("write", folder.resolve("f").toString())
                .exitCode())
        .isZero();

    assertThat(folder.resolve("f")).hasBinaryContent(large);
  }

  @Test
  void write_createNew_neverOverwrites() throws IOException {
    Path file = folder.resolve("f");
    assertThat(new Cli().input("one").run("write", "--create-new", file.toString()).exitCode())
        .isZero();

    Cli.Run run = new Cli().input("two").run("write", "--create-new", file.toString());

    assertThat(run)
        .isEqualTo(
            new Cli.Run(
                4, "", "holdfast: %s exists already; nothing was changed%n".formatted(file)));
    assertThat(file).hasContent("one");
  }

  @Test
  void write_ifVersion_refusesWhatSomebodyElseChanged() throws IOException {
    Path file = folder.resolve("f");
    String absent = new Cli().run("read", "--version", file.toString()).out().strip();
    assertThat(absent).isEqualTo("absent");
    assertThat(
            new Cli().input("one").run("write", "--if-version", absent, file.toString()).exitCode())
        .isZero();
    String one = new Cli().run("read", "--version", file.toString()).out().strip();
    Files.writeString(file, "by somebody else");

    Cli.Run run = new Cli().input("two").run("write", "--if-version", one, file.toString());

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("changed meanwhile", one, "nothing was written");
    assertThat(new Cli().run("read", file.toString()))
        .isEqualTo(new Cli.Run(0, "by somebody else", ""));
  }

  @Test
  void write_withAMode_givesTheFileThatMode() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "open to all");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(new Cli().input("x").run("write", "--mode", "640", file.toString()).exitCode())
        .isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @ParameterizedTest
  @CsvSource({
    "--mode,       888,     is not a mode",
    "--mode,       rw,      is not a mode",
    "--if-version, 1,       not a version",
    "--wait,       soon,    is not a duration",
  })
  void write_calledWrongly_changesNothing(String option, String value, String message) {
    Path file = folder.resolve("f");

    Cli.Run run = new Cli().input("x").run("write", option, value, file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void write_underALock_waitsForIt() throws Exception {
    Path personas = folder.resolve("personas");
    Path file = folder.resolve("f");
    String[] command = {
      "write", "--lock", "report", "--wait", "0", "--dir", personas.toString(), file.toString()
    };
    try (FileLockManager locks = FileLockManager.open(personas.resolve(".holdfast"));
        LockHandle _ = locks.acquire(LockRequest.exclusive("report"))) {
      Cli.Run run = new Cli().input("x").run(command);

      assertThat(run.exitCode()).isEqualTo(75);
      assertThat(run.err()).contains("'report'", "nothing was changed");
      assertThat(file).doesNotExist();
    }
    assertThat(new Cli().input("x").run(command)).isEqualTo(new Cli.Run(0, "", ""));
    assertThat(file).hasContent("x");
  }

  @Test
  void write_whoseInputFails_keepsTheOldContent() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    InputStream broken = InputStream.nullInputStream();
    broken.close(); // reading it then fails

    Cli.Run run = new Cli().input(broken).run("write", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("cannot read standard input", "nothing was changed");
    assertThat(file).hasContent("old");
  }

  @Test
  void write_sweepsWhatAKilledWriterLeft() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    // A temporary as AtomicFiles names them; nobody holds the lock that a living writer has on it.
    Files.writeString(
        folder.resolve(".holdfast-0123456789abcdef-" + "0123456789abcdef".repeat(2) + ".tmp"),
        "half");

    assertThat(new Cli().input("new").run("write", file.toString()).exitCode()).isZero();

    assertThat(filesIn(folder)).containsExactly(file);
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
