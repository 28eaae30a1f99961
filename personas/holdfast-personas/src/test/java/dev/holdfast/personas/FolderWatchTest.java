package dev.holdfast.personas;

import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.personas.FolderWatch.Pace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people with editors do to a folder, and what the system does to whoever watches one. */
@Timeout(120)
class FolderWatchTest {

  /** Nothing is seen but what the bell rings for. */
  private static final Pace BELL_ONLY = new Pace(Duration.ofHours(1), Duration.ofHours(1));

  private static final int MANY = 500;

  @TempDir Path parent;
  private Path path;
  private PersonaDirectory directory;
  private FolderWatch watch;

  @BeforeEach
  void open() throws IOException {
    path = Files.createDirectory(parent.toRealPath().resolve("personas"));
    directory = new PersonaDirectory(path, new Settling((_, _) -> false));
    watch = watch(BELL_ONLY);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private FolderWatch watch(Pace pace) {
    return new FolderWatch(directory, new StoreFailures(path), pace);
  }

  private SeenChanges begin() throws IOException, InterruptedException {
    SeenChanges seen = new SeenChanges(directory.scan().entries());
    PersonaListener.Registration _ = watch.add(seen);
    return seen;
  }

  /** So that a look need not wait: after one that took long the next comes late. */
  private void putSettled(String fileName, String name) throws IOException {
    Path file = parent.resolve(fileName);
    Files.writeString(file, persona(name));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(1)));
    Files.move(file, path.resolve(fileName), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path put(String fileName, String name) throws IOException {
    return Files.writeString(path.resolve(fileName), persona(name), UTF_8);
  }

  @Test
  void fileThatIsWritten_replacedAndDeletedByHand_isTold() throws Exception {
    SeenChanges seen = begin();
    Path file = put("a.md", "Anna");
    seen.awaitName("a.md", "Anna");
    put("a.md", "Berta");
    seen.awaitName("a.md", "Berta");
    Path draft = put("a.md.tmp", "Clara");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    seen.awaitName("a.md", "Clara");
    Files.move(file, path.resolve("b.md"));
    seen.awaitFiles("b.md");
    Files.delete(path.resolve("b.md"));
    seen.awaitFiles();
  }

  @Test
  void fileThatIsEmptiedAndThenFilled_isToldAsAWhole() throws Exception {
    put("a.md", "Anna");
    SeenChanges seen = begin();
    byte[] text = persona("Berta").getBytes(UTF_8);
    try (FileChannel editor =
        FileChannel.open(
            path.resolve("a.md"), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (byte one : text) { // so slowly that a part of it could be read
        editor.write(ByteBuffer.wrap(new byte[] {one}));
      }
    }
    seen.awaitName("a.md", "Berta");
  }

  @Test
  void fileThatSomebodyDoesNotStopToWrite_isToldWhenHeStops() throws Exception {
    put("a.md", "Anna");
    SeenChanges seen = begin();
    CountDownLatch looked = new CountDownLatch(1);
    PersonaListener.Registration _ = watch.add(_ -> looked.countDown());
    replaceByOneThatIsBeingWritten("a.md", "Not yet");
    put("b.md", "Bystander"); // told although the other one is not settled
    while (looked.getCount() > 0) {
      touch(path.resolve("a.md"));
    }
    replaceByOneThatIsBeingWritten("a.md", "Berta");
    seen.awaitName("a.md", "Berta");
    assertThat(seen.told())
        .allSatisfy(change -> assertThat(change.now().orElseThrow()).isInstanceOf(Persona.class))
        .filteredOn(change -> change.fileName().equals("a.md"))
        .hasSize(1);
  }

  private void replaceByOneThatIsBeingWritten(String fileName, String name) throws IOException {
    Path draft = put(fileName + ".tmp", name);
    touch(draft);
    Files.move(draft, path.resolve(fileName), StandardCopyOption.ATOMIC_MOVE);
  }

  /** It looks as if it had been written just now; on a busy machine also a little later. */
  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
  }

  @Test
  void manyFilesAtOnce_areAllTold() throws Exception {
    SeenChanges seen = begin();
    writeMany();
    awaitAll(seen);
    assertThat(seen.known()).hasSize(MANY - MANY / 5);
  }

  private void writeMany() throws IOException {
    for (int i = 0; i < MANY; i++) {
      put("p" + i + ".md", "Persona " + i);
    }
    for (int i = 0; i < MANY; i++) {
      put("p" + i + ".md", "Again " + i);
      if (i % 5 == 0) {
        Files.delete(path.resolve("p" + i + ".md"));
      }
    }
  }

  private void awaitAll(SeenChanges seen) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(seen.known()).isEqualTo(directory.scan().entries()));
  }

  /** Runs changes after a look has found one, and before the next begins. */
  private SeenChanges whileTelling(Changes changes) throws Exception {
    SeenChanges seen = new SeenChanges(List.of());
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    PersonaListener.Registration _ =
        watch.add(
            some -> {
              told.countDown();
              awaitQuietly(goOn);
              seen.changed(some);
            });
    put("first.md", "First");
    told.await();
    try (FolderWatch another = watch(BELL_ONLY)) {
      SeenChanges witness = new SeenChanges(directory.scan().entries());
      PersonaListener.Registration _ = another.add(witness);
      changes.make();
      awaitAll(witness); // so the system has told of them
    }
    goOn.countDown();
    return seen;
  }

  private interface Changes {
    void make() throws IOException;
  }

  @Test
  void changesWhileEarlierOnesAreTold_areNotLost() throws Exception {
    SeenChanges seen =
        whileTelling(
            () -> {
              put("first.md", "Changed");
              put("second.md", "Second");
            });
    seen.awaitName("first.md", "Changed");
    seen.awaitFiles("first.md", "second.md");
  }

  @Test
  void changesThatAreMoreThanTheSystemNotes_areNotLost() throws Exception {
    awaitAll(whileTelling(this::writeMany));
  }

  @Test
  void folderThatIsReplaced_isWatchedInsteadAsSoonAsThatIsSeen() throws Exception {
    SeenChanges seen = begin();
    put("a.md", "Somebody");
    seen.awaitFiles("a.md"); // from here on the bell rings
    Path away = Files.move(path, parent.resolve("away"));
    Files.createDirectory(path);
    put("a.md", "Anna");
    Files.writeString(away.resolve("b.md"), persona("Rings where nobody listens later"));
    seen.awaitName("a.md", "Anna");
    put("c.md", "Clara");
    seen.awaitFiles("a.md", "c.md");
  }

  @Test
  void folderThatIsGoneForAWhile_isWatchedAgain() throws Exception {
    watch = watch(new Pace(Duration.ofHours(1), Duration.ofMillis(20)));
    put("a.md", "Anna");
    put("b.md", "Berta");
    SeenChanges seen = begin();
    Path away = Files.move(path, parent.resolve("away"));
    Files.writeString(away.resolve("a.md"), persona("Clara"));
    Files.delete(away.resolve("b.md")); // rings: the folder is not there
    Files.move(away, path);
    seen.awaitName("a.md", "Clara");
    seen.awaitFiles("a.md");
    put("c.md", "Dora");
    seen.awaitFiles("a.md", "c.md");
  }

  @Test
  void folderThatIsDeleted_andMadeAgain_isWatchedAgain() throws Exception {
    watch = watch(new Pace(Duration.ofHours(1), Duration.ofMillis(20)));
    putSettled("a.md", "Anna");
    SeenChanges seen = begin();
    Files.delete(path.resolve("a.md"));
    Files.delete(path);
    Files.createDirectory(path);
    putSettled("b.md", "Berta");
    seen.awaitFiles("b.md");
    putSettled("c.md", "Clara");
    seen.awaitFiles("b.md", "c.md");
  }

  @Test
  void folderWhereTheSystemTellsNothing_isLookedAtNowAndThen() throws Exception {
    // Moved away and replaced: the old one is still there to be watched, and nothing happens in it.
    watch = watch(new Pace(Duration.ofMillis(100), Duration.ofMillis(100)));
    SeenChanges seen = begin();
    putSettled("a.md", "Somebody");
    seen.awaitFiles("a.md");
    Files.move(path, parent.resolve("away"));
    Files.createDirectory(path);
    putSettled("a.md", "Anna");
    seen.awaitName("a.md", "Anna");
  }

  @Test
  void watch_withoutListeners_hasNoThread() throws Exception {
    await().until(() -> threads() == 0); // of the test before
    SeenChanges first = new SeenChanges(List.of());
    PersonaListener.Registration one = watch.add(first);
    PersonaListener.Registration two = watch.add(_ -> {});
    assertThat(threads()).isEqualTo(1);
    one.close();
    assertThat(threads()).isEqualTo(1);
    two.close();
    await().until(() -> threads() == 0);
    PersonaListener.Registration _ = watch.add(new SeenChanges(List.of()));
    assertThat(threads()).isEqualTo(1);
    watch.close();
    await().until(() -> threads() == 0);
    PersonaListener.Registration _ = watch.add(first);
    assertThat(threads()).isZero();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("holdfast-watch"))
        .count();
  }
}
