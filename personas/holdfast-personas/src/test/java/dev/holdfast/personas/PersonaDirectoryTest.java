package dev.holdfast.personas;

import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PersonaDirectoryTest {

  @TempDir Path path;
  private PersonaDirectory directory;

  @BeforeEach
  void open() throws IOException {
    path = path.toRealPath();
    directory = new PersonaDirectory(path, new Settling((_, _) -> true));
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
    org.awaitility.Awaitility.await().until(() -> dev.holdfast.file.FileStamp.of(file).settled());
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
          directory.forget(); // nothing may help but the directory itself
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
    PersonaDirectory other =
        new PersonaDirectory(
            path,
            new Settling( // which asks when it reads the first of them
                (_, _) -> {
                  if (!renamed.getAndSet(true)) {
                    Path _ = Files.move(old, path.resolve("0.md"));
                  }
                  return true;
                }));
    assertThat(other.scan().all()).extracting(Loaded::nameKey).containsExactlyInAnyOrder("a", "b");
    assertThat(renamed).isTrue();
  }
}
