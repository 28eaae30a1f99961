package dev.holdfast.server.install;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.FileChangedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigChangeTest {

  private static final ServerEntry ENTRY = new ServerEntry.Local(List.of("/opt/holdfast", "mcp"));
  private static final Client CURSOR = Client.named("cursor").orElseThrow();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-29T22:45:01Z"), ZoneOffset.UTC);
  private static final String OTHER = "{\n  \"mcpServers\": {\n    \"o\": {}\n  }\n}\n";

  @TempDir Path folder;

  private final FileLockManager locks = FileLockManager.inProcess();

  @AfterEach
  void close() {
    locks.close();
  }

  @Test
  void install_keepsACopyOfTheOldFileForTheUserOnly() throws Exception {
    Path file = Files.writeString(folder.resolve("mcp.json"), OTHER);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    Optional<Path> backup = apply(install(file));

    assertThat(backup).contains(folder.resolve("mcp.json.holdfast-backup-20261129-224501"));
    assertThat(backup.get()).hasContent(OTHER);
    assertThat(mode(backup.get())).isEqualTo("rw-------");
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertThat(file).content().contains("\"o\": {}", "/opt/holdfast");
    assertThat(filesIn(folder)).hasSize(2);
  }

  @Test
  void install_twice_changesNothingTheSecondTime() throws Exception {
    Path file = Files.writeString(folder.resolve("mcp.json"), OTHER);
    apply(install(file));
    byte[] once = Files.readAllBytes(file);
    Object inode = Files.getAttribute(file, "unix:ino");

    ConfigChange again = install(file);

    assertThat(again.kind()).isEqualTo(ConfigChange.Kind.NONE);
    assertThat(again.diff()).isEmpty();
    assertThat(apply(again)).isEmpty();
    assertThat(file).hasBinaryContent(once);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
    assertThat(filesIn(folder)).hasSize(2);
  }

  @Test
  void twoChangesInOneSecond_haveTwoCopies() throws Exception {
    Path file = Files.writeString(folder.resolve("mcp.json"), OTHER);

    Optional<Path> first = apply(install(file));
    Optional<Path> second = apply(uninstall(file));

    assertThat(first).isNotEqualTo(second);
    assertThat(second.get()).content().contains("/opt/holdfast");
    assertThat(file).hasContent(OTHER);
  }

  @Test
  void install_whereThereIsNothing_makesFoldersAndFile() throws Exception {
    Path file = folder.resolve("a/b/mcp.json");

    ConfigChange change = install(file);

    assertThat(change.kind()).isEqualTo(ConfigChange.Kind.ADDED);
    assertThat(change.diff()).startsWith("--- /dev/null\n+++ " + file + "\n@@ -0,0 +1");
    assertThat(filesIn(folder)).isEmpty();
    assertThat(apply(change)).isEmpty();
    assertThat(file).content().contains("/opt/holdfast");
    assertThat(filesIn(requireNonNull(file.getParent()))).containsExactly(file);
  }

  @Test
  void uninstall_whereThereIsNothing_makesNothing() throws Exception {
    ConfigChange change = uninstall(folder.resolve("a/mcp.json"));

    assertThat(change.kind()).isEqualTo(ConfigChange.Kind.NONE);
    assertThat(apply(change)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void changeMeanwhile_isRefusedAndLeavesNoCopy() throws Exception {
    Path file = Files.writeString(folder.resolve("mcp.json"), OTHER);
    ConfigChange change = install(file);
    Files.writeString(file, "{}");

    assertThatThrownBy(() -> apply(change)).isInstanceOf(FileChangedException.class);

    assertThat(file).hasContent("{}");
    assertThat(filesIn(folder)).containsExactly(file);
  }

  @Test
  void fileMadeMeanwhile_isNotOverwritten() throws Exception {
    Path file = folder.resolve("mcp.json");
    ConfigChange change = install(file);
    Files.writeString(file, "{}");

    assertThatThrownBy(() -> apply(change)).isInstanceOf(FileChangedException.class);

    assertThat(file).hasContent("{}");
  }

  @Test
  void byteOrderMarkAndLineEnds_stay() throws Exception {
    Path file = Files.writeString(folder.resolve("mcp.json"), "\uFEFF{\r\n\t\"a\": 1\r\n}");

    apply(install(file));

    assertThat(file)
        .content()
        .startsWith("\uFEFF{\r\n\t\"a\": 1,\r\n\t\"mcpServers\": {\r\n\t\t\"holdfast\": {\r\n")
        .endsWith("\r\n\t}\r\n}");
  }

  @Test
  void symbolicLink_staysAndItsTargetIsChanged() throws Exception {
    Path dotfiles = Files.createDirectory(folder.resolve("dotfiles"));
    Path target = Files.writeString(dotfiles.resolve("real.json"), OTHER);
    Path link = Files.createSymbolicLink(folder.resolve("mcp.json"), target);

    Optional<Path> backup = apply(install(link));

    assertThat(Files.readSymbolicLink(link)).isEqualTo(target);
    assertThat(target).content().contains("/opt/holdfast");
    assertThat(backup.get()).hasParent(folder).hasContent(OTHER);
  }

  @Test
  void readOnlyFile_isRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("mcp.json"), OTHER);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

    assertThatThrownBy(() -> apply(install(file)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("it is read-only");

    assertThat(file).hasContent(OTHER);
    assertThat(filesIn(folder)).containsExactly(file);
  }

  @Test
  void whatIsNoText_isRefused() throws Exception {
    for (Charset charset : List.of(UTF_16, ISO_8859_1)) {
      Path file = folder.resolve(charset.name());
      Files.writeString(file, "{\"ä\": 1}", charset);

      assertThatThrownBy(() -> install(file))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("not UTF-8");
    }
    assertThatThrownBy(() -> install(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessage("it is no file");
  }

  @Test
  void hugeFile_isRefusedUnread() throws Exception {
    Path file = folder.resolve("mcp.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(ConfigFile.MAX_BYTES + 1);
    }

    assertThatThrownBy(() -> install(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("more than 32 MiB");
  }

  @Test
  void diff_showsTheLinesOfTheEntryOnly() throws Exception {
    Path file = Files.writeString(folder.resolve("mcp.json"), OTHER);

    assertThat(install(file).diff().lines().filter(line -> line.startsWith("-")))
        .containsExactly("--- " + file, "-    \"o\": {}");
  }

  private ConfigChange install(Path file) throws IOException {
    return ConfigChange.install(locks.files(), CURSOR, file, "holdfast", ENTRY);
  }

  private ConfigChange uninstall(Path file) throws IOException {
    return ConfigChange.uninstall(locks.files(), CURSOR, file, "holdfast");
  }

  private Optional<Path> apply(ConfigChange change) throws IOException, InterruptedException {
    return change.apply(locks.files(), CLOCK);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
