package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.TestFolder.newPersona;
import static dev.holdfast.personas.TestFolder.persona;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a folder, or happens to it, that no persona server asked for. */
@Timeout(
    value = 60,
    threadMode = ThreadMode.SEPARATE_THREAD) // opening a pipe cannot be interrupted
class HostileFolderTest {

  @TempDir Path root;
  private Path directory;
  private TestFolder folder;
  private PersonaStore store;

  @BeforeEach
  void open() throws IOException {
    directory = Files.createDirectory(root.resolve("folder"));
    folder = TestFolder.empty(directory);
    store = folder.store;
  }

  @AfterEach
  void close() {
    folder.close();
  }

  /** Runs a command of the system; tells if it worked. */
  private static boolean works(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "../outside.md",
        "sub/../../outside.md",
        "..\\outside.md",
        "/etc/passwd",
        "sub/inner.md",
        "link.md/../outside.md",
        "outside.md\u0000",
        "C:outside.md",
        "con",
        "nul.md",
        ".hidden.md",
        ".",
        "..",
      })
  void refs_thatLeadOutOfTheFolder_areNotFound(String ref) throws IOException {
    Files.writeString(root.resolve("outside.md"), persona("Outside"));
    Files.createDirectory(directory.resolve("sub"));
    Files.writeString(directory.resolve("sub/inner.md"), persona("Inner"));
    folder.put(".hidden.md", persona("Hidden"));
    refused(Code.NOT_FOUND, () -> store.get(ref));
    refused(Code.NOT_FOUND, () -> store.edit(ref, Map.of("author", "A")));
    refused(Code.NOT_FOUND, () -> store.edit(ref, Map.of("source", persona("A"))));
    refused(Code.NOT_FOUND, () -> store.delete(ref));
    assertThat(Files.readString(root.resolve("outside.md"))).isEqualTo(persona("Outside"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../escape", "/abs", "a\\b", "con", "..", "x/../../y"})
  void create_ofAPathAsName_staysInTheFolder(String name) {
    Persona persona = store.create(newPersona(name));
    assertThat(persona.fileName()).matches("[a-z0-9-]+\\.md");
    assertThat(folder.fileNames()).containsExactly(persona.fileName());
    assertThat(store.get(name)).isEqualTo(persona);
  }

  @Test
  void aLink_isListedAsInvalidAndNeverFollowedNorWrittenThrough() throws IOException {
    Path outside = Files.writeString(root.resolve("outside.md"), persona("Outside"));
    Files.createSymbolicLink(directory.resolve("link.md"), outside);
    Files.createSymbolicLink(directory.resolve("loop.md"), Path.of("loop.md"));
    Files.createSymbolicLink(directory.resolve("dangling.md"), Path.of("nowhere"));
    assertThat(store.list())
        .extracting(e -> e.fileName() + ": " + e.findings().getFirst().message())
        .containsExactly(
            "dangling.md: this is a symbolic link; a persona is a regular file",
            "link.md: this is a symbolic link; a persona is a regular file",
            "loop.md: this is a symbolic link; a persona is a regular file");
    refused(Code.INVALID_FILE, () -> store.get("link"));
    refused(Code.NOT_FOUND, () -> store.get("Outside"));
    refused(Code.INVALID_FILE, () -> store.edit("link", Map.of("author", "A")));
    refused(Code.INVALID_FILE, () -> store.edit("link", Map.of("source", persona("A"))));
    refused(Code.ALREADY_EXISTS, () -> store.create(newPersona("Link")));
    refused(Code.ALREADY_EXISTS, () -> store.create(newPersona("Dangling")));
    assertThat(store.delete("link")).isInstanceOf(InvalidPersona.class);
    assertThat(Files.readString(outside)).isEqualTo(persona("Outside"));
  }

  @Test
  void readAll_tellsOfWhatItCannotGive() throws Exception {
    folder.put("ann.md", persona("Ann"));
    folder.put("con.md", persona("Con"));
    folder.put("big.md", new byte[PersonaRules.MAX_FILE_BYTES + 1]);
    Files.createSymbolicLink(directory.resolve("link.md"), Path.of("ann.md"));
    assumeTrue(works("mkfifo", directory.resolve("pipe.md").toString()), "no mkfifo here");
    List<String> given = new ArrayList<>();
    store.readAll(
        new ImportSource.Receiver() {
          @Override
          public void persona(String fileName, byte[] content) {
            given.add(fileName);
          }

          @Override
          public void leftOut(String fileName, String reason) {
            given.add(fileName + ": " + reason);
          }
        });
    assertThat(given)
        .containsExactlyInAnyOrder(
            "ann.md",
            "con.md",
            "big.md: the file is larger than the limit of 524288 bytes",
            "link.md: this is a symbolic link; a persona is a regular file",
            "pipe.md: this is a pipe, socket or device; a persona is a regular file");
    assertThat(refused(Code.INVALID_FILE, () -> store.readAll((_, _) -> {})))
        .hasMessage(
            "big.md cannot be taken along: the file is larger than the limit of 524288 bytes");
  }

  @Test
  void aPipeOrADirectory_isListedAsInvalidAndBlocksNobody() throws Exception {
    assumeTrue(works("mkfifo", directory.resolve("pipe.md").toString()), "no mkfifo here");
    Files.createDirectory(directory.resolve("dir.md"));
    assertThat(store.list())
        .extracting(e -> e.fileName() + ": " + e.findings().getFirst().message())
        .containsExactly(
            "dir.md: this is a directory; a persona is a regular file",
            "pipe.md: this is a pipe, socket or device; a persona is a regular file");
    for (String ref : List.of("pipe", "dir")) {
      refused(Code.INVALID_FILE, () -> store.get(ref));
      refused(Code.INVALID_FILE, () -> store.edit(ref, Map.of("source", persona("A"))));
      assertThat(store.validate(ref).valid()).isFalse();
    }
    assertThat(store.delete("pipe").fileName()).isEqualTo("pipe.md");
    refused(Code.IO_FAILURE, () -> store.delete("dir"));
    assertThat(folder.fileNames()).containsExactly("dir.md");
  }

  @Test
  void aLargeFile_isListedAsInvalidAndCanBeRepaired() {
    folder.put("large.md", new byte[10 << 20]);
    assertThat(store.list().getFirst().findings().getFirst().message()).contains("524288");
    refused(Code.INVALID_FILE, () -> store.edit("large", Map.of("author", "A")));
    assertThat(store.edit("large", Map.of("source", persona("Small"))).persona().name())
        .isEqualTo("Small");
  }

  @Test
  void aFolderThatIsGone_isAClearErrorAndTheStoreLives() throws Exception {
    store.create(newPersona("Night Baker"));
    Path aside = root.resolve("aside");
    Files.move(directory, aside);
    PersonaException refusal = refused(Code.IO_FAILURE, store::list);
    assertThat(refusal.hint()).contains("gone");
    refused(Code.IO_FAILURE, () -> store.get("night-baker"));
    Files.move(aside, directory);
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void aReadOnlyFolder_canBeReadAndSaysWhyItCannotBeWritten() throws Exception {
    store.create(newPersona("Night Baker"));
    String before = folder.text("night-baker.md");
    Path mount = Files.createDirectory(root.resolve("read-only"));
    boolean mounted =
        works("mount", "--bind", directory.toString(), mount.toString())
            && works("mount", "-o", "remount,bind,ro", mount.toString());
    try (FileLockManager locks = FileLockManager.inProcess()) {
      assumeTrue(mounted, "skipped: a read-only mount needs root");
      PersonaFolder readOnly = PersonaFolder.open(mount, locks, Actor.of("A"), Clock.systemUTC());
      assertThat(readOnly.list()).hasSize(1);
      for (PersonaException refusal :
          List.of(
              refused(Code.IO_FAILURE, () -> readOnly.create(newPersona("Other"))),
              refused(Code.IO_FAILURE, () -> readOnly.edit("night-baker", Map.of("author", "A"))),
              refused(Code.IO_FAILURE, () -> readOnly.delete("night-baker")))) {
        assertThat(refusal).hasMessageContaining("nothing was changed");
        assertThat(refusal.hint()).contains("read-only");
      }
      assertThat(folder.text("night-baker.md")).isEqualTo(before);
    } finally {
      works("umount", mount.toString());
    }
  }

  @Test
  void aFullDisk_isAClearErrorAndNothingIsChangedOrLeft() throws Exception {
    Path mount = Files.createDirectory(root.resolve("small"));
    assumeTrue(
        works("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount.toString()),
        "skipped: a small disk needs root");
    try (FileLockManager locks = FileLockManager.inProcess()) {
      PersonaFolder small = PersonaFolder.open(mount, locks, Actor.of("A"), Clock.systemUTC());
      String text = "x".repeat(40_000);
      small.create(new NewPersona("Night Baker", "d", "gaming", text, List.of()));
      Path filler = mount.resolve("filler");
      Files.write(filler, new byte[0]);
      fill(filler);
      byte[] before = Files.readAllBytes(mount.resolve("night-baker.md"));
      for (PersonaException refusal :
          List.of(
              refused(Code.IO_FAILURE, () -> small.edit("night-baker", Map.of("author", "B"))),
              refused(
                  Code.IO_FAILURE,
                  () -> small.create(new NewPersona("Other", "d", "gaming", text, List.of()))))) {
        assertThat(refusal).hasMessageContaining("nothing was changed");
        assertThat(refusal.hint()).contains("Free space");
      }
      assertThat(Files.readAllBytes(mount.resolve("night-baker.md"))).isEqualTo(before);
      Files.delete(filler);
      assertThat(small.list()).hasSize(6).allMatch(e -> e instanceof Persona);
      assertThat(small.edit("night-baker", Map.of("author", "B")).persona().author())
          .isEqualTo("B");
      try (var left = Files.list(mount)) {
        assertThat(left.filter(file -> !file.getFileName().toString().startsWith(".holdfast")))
            .hasSize(6);
      }
    } finally {
      works("umount", mount.toString());
    }
  }

  private static void fill(Path filler) {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 1_000; i++) {
        out.write(block);
      }
    } catch (IOException e) {
      return; // full
    }
    throw new AssertionError("the small disk did not fill up");
  }

  @Test
  void aHolderThatDoesNotLetGo_isNamedAndReadersGoOn() throws Exception {
    store.create(newPersona("Night Baker"));
    String before = folder.text("night-baker.md");
    PersonaStore hasty =
        PersonaFolder.open(
            directory, folder.locks, Actor.of("A"), Clock.systemUTC(), Duration.ofMillis(20));
    for (LockRequest request :
        List.of(
            LockRequest.exclusive("persona:night-baker").purpose("slow backup"),
            LockRequest.exclusive("personas").purpose("slow backup"))) {
      try (LockHandle _ = folder.locks.acquire(request.detached())) {
        for (PersonaException refusal :
            List.of(
                refused(Code.BUSY, () -> hasty.edit("night-baker", Map.of("author", "A"))),
                refused(Code.BUSY, () -> hasty.delete("night-baker")),
                refused(Code.BUSY, () -> hasty.create(newPersona("Night Baker"))))) {
          assertThat(refusal)
              .hasMessageContaining("slow backup")
              .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        assertThat(hasty.get("night-baker").name()).isEqualTo("Night Baker");
        assertThat(hasty.list()).hasSize(1);
      }
    }
    assertThat(folder.text("night-baker.md")).isEqualTo(before);
  }

  @Test
  void whoeverGivesAName_waitsForEverySlugThatTheNameCanGet() throws Exception {
    store.create(newPersona("Night Baker"));
    PersonaStore hasty =
        PersonaFolder.open(
            directory, folder.locks, Actor.of("A"), Clock.systemUTC(), Duration.ofMillis(20));
    for (String slug : Slugs.of("Wanted One").all()) {
      try (LockHandle _ = folder.locks.acquire(LockRequest.exclusive("persona:" + slug))) {
        String source = folder.text("night-baker.md").replace("Night Baker", "WANTED one");
        refused(Code.BUSY, () -> hasty.create(newPersona("wanted one")));
        refused(Code.BUSY, () -> hasty.edit("night-baker", Map.of("name", "WANTED ONE")));
        refused(Code.BUSY, () -> hasty.edit("night-baker", Map.of("source", source)));
        assertThat(hasty.edit("night-baker", Map.of("author", "B")).persona().author())
            .isEqualTo("B");
      }
    }
  }

  @Test
  void aPersonaThatGetsAnotherNameWhileAnEditWaits_isNotEditedByItsOldName() throws Exception {
    folder.put("file.md", persona("Alpha"));
    assertThat(store.list()).hasSize(1);
    String renamed = persona("Beta");
    FutureTask<PersonaException> edit =
        new FutureTask<>(
            () -> refused(Code.NOT_FOUND, () -> store.edit("alpha", Map.of("author", "A"))));
    try (LockHandle _ = folder.locks.acquire(LockRequest.exclusive("persona:file"))) {
      Thread.ofPlatform().start(edit);
      Awaitility.await().until(this::somebodyWaits);
      folder.put("file.md", renamed);
    }
    assertThat(edit.get()).hasMessageContaining("alpha");
    assertThat(folder.text("file.md")).isEqualTo(renamed);
  }

  private boolean somebodyWaits() {
    return folder.locks.inspect().stream().anyMatch(info -> !info.waiters().isEmpty());
  }

  @Test
  void anInterrupt_whileWaitingForTheLock_endsTheCallAndIsSetAgain() throws Exception {
    store.create(newPersona("Night Baker"));
    String before = folder.text("night-baker.md");
    try (LockHandle _ = folder.locks.acquire(LockRequest.exclusive("persona:night-baker"))) {
      boolean[] interrupted = new boolean[1];
      Thread editing =
          Thread.ofPlatform()
              .start(
                  () -> {
                    refused(
                        Code.INTERRUPTED, () -> store.edit("night-baker", Map.of("author", "A")));
                    interrupted[0] = Thread.currentThread().isInterrupted();
                  });
      Awaitility.await()
          .until(() -> folder.locks.inspect().stream().anyMatch(info -> !info.waiters().isEmpty()));
      assertThat(folder.locks.inspect().stream().flatMap(i -> i.waiters().stream()))
          .anySatisfy(waiter -> assertThat(waiter.purpose()).isEqualTo("edit author"));
      editing.interrupt();
      editing.join();
      assertThat(interrupted[0]).isTrue();
    }
    assertThat(folder.text("night-baker.md")).isEqualTo(before);
  }

  @Test
  void aClosedLockManager_refusesWritingOnly() {
    store.create(newPersona("Night Baker"));
    folder.locks.close();
    refused(Code.CLOSED, () -> store.edit("night-baker", Map.of("author", "A")));
    assertThat(store.list()).hasSize(1);
  }
}
