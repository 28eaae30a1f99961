package dev.holdfast.file;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStampTest {

  private static final Instant TAKEN = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with blank", "größe", "日本"})
  void of_anyName_saysWhatThePlatformSays(String name) throws IOException {
    Path file = Files.write(directory.resolve(name), new byte[4711]);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z")));

    assertThat(at(FileStamp.of(file))).isEqualTo(FileStamps.readPortably(file, TAKEN));
    assertThat(at(requireNonNull(FileStamp.ofRegularFile(file))))
        .isEqualTo(FileStamps.readPortably(file, TAKEN));
  }

  @Test
  void of_timeBefore1970_saysWhatThePlatformSays() throws IOException {
    Path file = Files.createFile(directory.resolve("old"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1912-06-23T01:02:03.5Z")));

    assertThat(at(FileStamp.of(file))).isEqualTo(FileStamps.readPortably(file, TAKEN));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // links need a privilege there
  void ofRegularFile_link_isNone() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(FileStamp.ofRegularFile(link)).isNull();
    assertThat(FileStamp.of(link).identity()).isEqualTo(FileStamp.of(file).identity());
  }

  @Test
  void ofRegularFile_directory_isNone() throws IOException {
    assertThat(FileStamp.ofRegularFile(directory)).isNull();
  }

  @Test
  void of_nothingThere_isRefused() {
    Path nothing = directory.resolve("nothing");

    assertThatThrownBy(() -> FileStamp.of(nothing)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> FileStamp.ofRegularFile(nothing))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void of_aFileWithTwoNames_saysSo() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(FileStamp.of(file).soleName()).isTrue();
    Path link = Files.createLink(directory.resolve("link"), file);
    assertThat(FileStamp.of(file).soleName()).isFalse();
    assertThat(FileStamp.of(link).soleName()).isFalse();
    Files.delete(link);
    assertThat(FileStamp.of(file).soleName()).isTrue();
  }

  /** With what the platform does not tell, and the time at which the other one was taken. */
  private static FileStamp at(FileStamp stamp) {
    return new FileStamp(
        stamp.identity(), stamp.size(), stamp.modified(), stamp.changed(), false, TAKEN);
  }
}
