package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void write_ofMoreThanTheLimit_isRefusedAndTheOldContentStays() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");

    Cli.Run run = new Cli().input(new Endless()).run("write", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("more than 64 MiB; nothing was changed");
    assertThat(file).hasContent("old");
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

  /** Never ends. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      Arrays.fill(into, offset, offset + length, (byte) 'x');
      return length;
    }
  }
}
