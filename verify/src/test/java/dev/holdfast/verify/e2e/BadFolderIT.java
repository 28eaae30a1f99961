package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Folders that fail while a server works on them, and folders that it cannot work on. */
@Timeout(120)
class BadFolderIT {

  private static final String TEXT = "The text.\n";

  // Ended in the opposite order: no server runs on what is unmounted.
  @Order(1)
  @RegisterExtension
  final Mounts mounts = new Mounts();

  @Order(2)
  @RegisterExtension
  final Servers servers = Servers.ofATest();

  @TempDir Path temp;

  /** Whoever runs a server finds the cause of a failing file system in its log. */
  @BeforeEach
  void causesAreLogged() {
    servers.allowTracesInTheLog();
  }

  @Test
  void fullDisk_refusesChangesKeepsTheOldAndRecovers() throws IOException {
    Path folder = mounts.tmpfs(temp.resolve("small"), "16m");
    RawClient client = servers.startRaw(folder);
    Client.await(client.create("Target", TEXT)).orFail();
    byte[] before = Files.readAllBytes(folder.resolve("target.md"));
    int files = ParsedPersona.files(folder).size();
    Path filler = folder.resolve("filler");
    fill(filler);

    Client.await(client.edit("Target", "instructions", "x".repeat(100_000)))
        .assertRefused("IO_FAILURE");
    Client.await(client.create("Another", "x".repeat(100_000))).assertRefused("IO_FAILURE");
    assertThat(Files.readAllBytes(folder.resolve("target.md"))).isEqualTo(before);
    assertThat(ParsedPersona.files(folder)).hasSize(files);
    assertThat(ParsedPersona.leftovers(folder)).containsExactly(filler);
    assertThat(Personas.instructions(details(client))).isEqualTo(TEXT);

    Files.delete(filler);
    Client.await(client.edit("Target", "description", "There is room again")).orFail();
    assertThat(ParsedPersona.read(folder.resolve("target.md")).field("version")).isEqualTo("1.1");
  }

  @Test
  void readOnlyFolder_refusesChangesAndServesReads() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("readonly"));
    RawClient client = servers.startRaw(folder);
    Client.await(client.create("Target", TEXT)).orFail();
    mounts.readOnly(folder);

    Client.await(client.edit("Target", "description", "x")).assertRefused("IO_FAILURE");
    Client.await(client.create("Another", TEXT)).assertRefused("IO_FAILURE");
    client.ask("delete_persona", Map.of("persona", "Target")).assertRefused("IO_FAILURE");
    assertThat(Personas.instructions(details(client))).isEqualTo(TEXT);
    assertThat(Personas.listed(client.ask("list_personas", Map.of()))).contains("Target");

    mounts.unmountLast();
    Client.await(client.edit("Target", "description", "Writable again")).orFail();
    assertThat(ParsedPersona.read(folder.resolve("target.md")).field("version")).isEqualTo("1.1");
    assertThat(ParsedPersona.leftovers(folder)).isEmpty();
  }

  @Test
  void folderThatCannotBeRead_isAnErrorAndNotAnEmptyList() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("unreadable"));
    RawClient client = servers.startRaw(folder, Mounts.asOrdinaryUser());
    Client.await(client.create("Target", TEXT)).orFail();
    mode(folder, "---------");
    try {
      client.ask("list_personas", Map.of()).assertRefused("IO_FAILURE");
      details(client).assertRefused("IO_FAILURE");
      Client.await(client.edit("Target", "description", "x")).assertRefused("IO_FAILURE");
      Client.await(client.create("Another", TEXT)).assertRefused("IO_FAILURE");
    } finally {
      mode(folder, "rwxr-xr-x");
    }
    Client.await(client.edit("Target", "description", "Readable again")).orFail();
    assertThat(ParsedPersona.read(folder.resolve("target.md")).field("version")).isEqualTo("1.1");
  }

  @Test
  void fileThatCannotBeRead_isListedWithTheReasonAndStays() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("folder"));
    RawClient client = servers.startRaw(folder, Mounts.asOrdinaryUser());
    Client.await(client.create("Target", TEXT)).orFail();
    Client.await(client.create("Another", TEXT)).orFail();
    Path file = folder.resolve("target.md");
    byte[] before = Files.readAllBytes(file);
    mode(file, "---------");
    try {
      Answer list = client.ask("list_personas", Map.of());
      assertThat(Personas.listed(list)).contains("Another");
      assertThat(Personas.entry(list, "target.md").path("valid").asBoolean(true)).isFalse();
      client
          .ask("get_persona_details", Map.of("persona", "target.md"))
          .assertRefused("INVALID_FILE", "IO_FAILURE");
      Client.await(client.edit("target.md", "description", "x"))
          .assertRefused("INVALID_FILE", "IO_FAILURE");
    } finally {
      mode(file, "rw-------");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    Client.await(client.edit("Target", "description", "Readable again")).orFail();
  }

  @Test
  void start_onAFolderThatCannotBeUsed_saysSoOnStandardErrorAndEnds() throws IOException {
    Path file = Files.writeString(temp.resolve("a-file"), "not a folder");
    Path locked = Files.createDirectory(temp.resolve("locked"));
    mode(locked, "---------");
    try {
      for (Path unusable : new Path[] {file, file.resolve("below"), locked}) {
        List<String> command = new ArrayList<>(List.of(Mounts.asOrdinaryUser()));
        command.addAll(List.of(Launcher.program() + "", "mcp", "--dir", unusable.toString()));
        Launcher.Ended ended = Launcher.run(Launcher.DEADLINE, command);

        assertThat(ended.exitCode()).as("exit code for %s: %s", unusable, ended.err()).isNotZero();
        assertThat(ended.out()).as("standard output").isEmpty();
        assertThat(ended.err())
            .as("standard error")
            .contains(unusable.toString())
            .as("what to do")
            .contains("--dir");
        Answer.assertNoInside(ended.err());
      }
    } finally {
      mode(locked, "rwx------");
    }
    assertThat(file).hasContent("not a folder");
  }

  private static Answer details(Client client) {
    return client.ask("get_persona_details", Map.of("persona", "Target"));
  }

  /** Takes the last byte of the file system. */
  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] block = new byte[4096];
      for (int i = 0; i < 100_000; i++) {
        out.write(block);
      }
      throw new AssertionError("the file system is not small");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("space");
    }
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
