package dev.holdfast.personas;

import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.file.FileStamp;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** With a watch, and without one as on systems that have none. */
@Timeout(60)
@ParameterizedClass
@ValueSource(booleans = {true, false})
class PersonaDirectoryTest {

  @Parameter boolean watched;
  @TempDir Path path;
  private PersonaDirectory directory;

  @BeforeEach
  void open() throws IOException {
    path = path.toRealPath();
    directory = open(new Settling((_, _) -> true));
  }

  private PersonaDirectory open(Settling settling) {
    PersonaDirectory opened = new PersonaDirectory(path, settling);
    if (!watched) {
      opened.close(); // which ends the watch and nothing else
    }
    return opened;
  }

  @AfterEach
  void close() {
    directory.close();
  }

  private Path put(String fileName, String text) throws IOException {
    return Files.writeString(path.resolve(fileName), text, UTF_8);
  }

  private Loaded load(Path file) throws IOException {
    return directory.load(file).orElseThrow();
  }

  @Test
  void load_ofTheSameContent_parsesOnce() throws IOException {
    Path file = put("a.md", persona("A"));
    PersonaEntry first = load(file).entry();
    assertThat(load(file).entry()).isSameAs(first);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(5)));
    assertThat(load(file).entry()).isSameAs(first);
    directory.forget();
    assertThat(load(file).entry()).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  void load_afterEveryKindOfChange_seesIt() throws IOException {
    Path file = put("a.md", persona("A1"));
    assertThat(load(file).nameKey()).isEqualTo("a1");
    // In place, of the same size, within the same tick of the clock: the stamp cannot show it.
    for (int i = 2; i < 10; i++) {
      put("a.md", persona("A" + i));
      assertThat(load(file).nameKey()).isEqualTo("a" + i);
    }
    // With its time set back.
    FileTime time = Files.getLastModifiedTime(file);
    put("a.md", persona("B1"));
    Files.setLastModifiedTime(file, time);
    assertThat(load(file).nameKey()).isEqualTo("b1");
    // Replaced.
    Path other = put("other.tmp", persona("C1"));
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(load(file).nameKey()).isEqualTo("c1");
    // Replaced by a link to what it was.
    Files.move(file, other);
    Files.createSymbolicLink(file, other);
    assertThat(load(file).entry()).isInstanceOf(InvalidPersona.class);
    Files.delete(file);
    assertThat(directory.load(file)).isEmpty();
    assertThat(directory.scan().all()).isEmpty();
  }

  @Test
  void load_ofASettledFile_trustsItsStamp() throws Exception {
    Path file = put("a.md", persona("A1"));
    // The time of the last change of the attributes cannot be set back: wait until it is old.
    await().until(() -> FileStamp.of(file).settled());
    PersonaEntry first = load(file).entry();
    assertThat(load(file).entry()).isSameAs(first);
    put("a.md", persona("A2"));
    assertThat(load(file).nameKey()).isEqualTo("a2");
  }

  @Test
  void find_ofANameThatIsNotAFileHere_isEmpty() throws IOException {
    put("a.md", persona("A"));
    assertThat(directory.find("a.md")).contains(path.resolve("a.md"));
    for (String name :
        List.of("b.md", "a", "./a.md", "../" + path.getFileName() + "/a.md", "a.md/", "")) {
      assertThat(directory.find(name)).as(name).isEqualTo(Optional.empty());
    }
  }

  @Test
  void scan_whileEveryFileIsReplaced_missesNone() throws Exception {
    int files = 40;
    for (int i = 0; i < files; i++) {
      put("p%02d.md".formatted(i), persona("P" + i));
    }
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      Future<Integer> replacing =
          pool.submit(
              () -> {
                int replaced = 0;
                while (!done.get()) {
                  Path fresh = put(".fresh", persona("P" + replaced % files));
                  Path target = path.resolve("p%02d.md".formatted(replaced % files));
                  Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
                  replaced++;
                }
                return replaced;
              });
      try {
        for (int i = 0; i < 200; i++) {
          if (i % 2 == 0) { // nothing may help but the directory itself
            directory.close();
            directory = open(new Settling((_, _) -> true));
          }
          assertThat(directory.scan().all())
              .hasSize(files)
              .allMatch(one -> one.entry() instanceof Persona);
        }
      } finally {
        done.set(true);
      }
      assertThat(replacing.get()).isGreaterThan(files);
    }
  }

  @Test
  void scan_duringWhichAPersonaIsRenamed_showsItOnce() throws IOException {
    Path _ = put("a.md", persona("A"));
    Path old = put("b.md", persona("B"));
    AtomicBoolean renamed = new AtomicBoolean();
    try (PersonaDirectory other =
        open(
            new Settling( // which asks when it reads the first of them
                (_, _) -> {
                  if (!renamed.getAndSet(true)) {
                    Path _ = Files.move(old, path.resolve("0.md"));
                  }
                  return true;
                }))) {
      assertThat(other.scan().all())
          .extracting(Loaded::nameKey)
          .containsExactlyInAnyOrder("a", "b");
    }
    assertThat(renamed).isTrue();
  }

  /** A page that is mapped and changed already is changed again without a new time of the file. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void scan_afterAMappedFileWasClosed_seesIt() throws Exception {
    Path file = put("a.md", persona("A1"));
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = channel.map(MapMode.READ_WRITE, 0, Files.size(file), arena);
      long at = persona("A1").indexOf("A1") + 1L;
      mapped.set(ValueLayout.JAVA_BYTE, at, (byte) '2');
      await().until(() -> FileStamp.of(file).settled());
      assertThat(directory.scan().all()).extracting(Loaded::nameKey).containsExactly("a2");
      if (!watched) {
        return; // nothing tells of what follows
      }
      mapped.set(ValueLayout.JAVA_BYTE, at, (byte) '3');
    }
    assertThat(directory.scan().all()).extracting(Loaded::nameKey).containsExactly("a3");
  }

  @Test
  void scan_byManyAtOnce_answersEachWithWhatWasDoneBefore() throws Exception {
    int threads = 4;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String fileName = "t%d.md".formatted(thread);
        all.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 300; i++) {
                    Path file = put(fileName, persona("T" + i));
                    assertThat(directory.scan().all())
                        .filteredOn(one -> one.fileName().equals(fileName))
                        .extracting(Loaded::nameKey)
                        .containsExactly("t" + i);
                    if (i % 3 == 0) {
                      Files.delete(file);
                      assertThat(directory.scan().all())
                          .noneMatch(one -> one.fileName().equals(fileName));
                    }
                  }
                  return true;
                }));
      }
      for (Future<?> one : all) {
        assertThat(one.get()).isEqualTo(true);
      }
    }
  }

  /** What is left over when a look has to end is looked at by the next one. */
  @Test
  void scan_ofAFolderThatNeverRests_goesOnNextTime() throws Exception {
    int most = 250;
    AtomicInteger made = new AtomicInteger();
    try (PersonaDirectory other =
        open(
            new Settling( // which asks when it reads a file: each one makes another one
                (_, _) -> {
                  if (made.get() < most) {
                    int next = made.incrementAndGet();
                    putFresh("n%03d.md".formatted(next), persona("N" + next));
                  }
                  return true;
                }))) {
      putFresh("n000.md", persona("N0"));
      int scans = watched ? 3 : most + 1;
      for (int scan = 0; scan < scans; scan++) {
        assertThat(other.scan().all()).isNotEmpty();
      }
      assertThat(made).hasValue(most);
      assertThat(other.scan().all()).hasSize(most + 1);
    }
  }

  /** It is looked at as one that was written a moment ago, also where that takes a second. */
  private void putFresh(String fileName, String text) throws IOException {
    Path _ =
        Files.setLastModifiedTime(
            put(fileName, text), FileTime.from(Instant.now().plusMillis(1_500)));
  }

  /** Without a watch it has to rest a little: else it is listed a few times, and shown as it is. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void scan_whilePersonasAreRenamedAllTheTime_showsEachOnce() throws Exception {
    int personas = 30;
    int lists = watched ? 1_000 : 100;
    long restNanos = watched ? 200_000 : 10_000_000;
    for (int i = 0; i < personas; i++) {
      Path _ = put("p%02d.md".formatted(i), persona("P" + i));
    }
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      Future<Integer> renaming =
          pool.submit(
              () -> {
                int renamed = 0;
                for (; !done.get(); renamed++) {
                  String from = (renamed / personas) % 2 == 0 ? "p%02d.md" : "q%02d.md";
                  String to = (renamed / personas) % 2 == 0 ? "q%02d.md" : "p%02d.md";
                  int which = renamed % personas;
                  Path _ =
                      Files.move(
                          path.resolve(from.formatted(which)), path.resolve(to.formatted(which)));
                  begun.countDown();
                  LockSupport.parkNanos(restNanos);
                }
                return renamed;
              });
      try {
        begun.await();
        for (int i = 0; i < lists; i++) {
          assertThat(directory.scan().all())
              .extracting(Loaded::nameKey)
              .doesNotHaveDuplicates()
              .hasSize(personas);
        }
      } finally {
        done.set(true);
      }
      assertThat(renaming.get()).isPositive();
    }
  }
}
