package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.NewPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.Host;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another process changes the files of a folder by hand, in every way there is; once it says that a
 * change is done, the next list shows it.
 *
 * <p>{@code -Dholdfast.hands.rounds} sets how often; {@code -Dholdfast.seed} repeats the choices.
 */
@Timeout(300)
class OtherHandsIT {

  private final int rounds = Integer.getInteger("holdfast.hands.rounds", 800);
  private final long seed = Long.getLong("holdfast.seed", new Random().nextLong());

  @TempDir Path parent;
  private Path folder;
  private Path outside;

  @BeforeEach
  void prepare() throws IOException {
    System.out.println("OtherHandsIT: -Dholdfast.seed=" + seed);
    folder = PersonaWorker.prepare(parent);
    outside = Files.createDirectory(parent.toRealPath().resolve("outside"));
  }

  @Test
  void whatAnotherProcessHasDone_isInTheNextList() throws Exception {
    Map<String, Integer> done = new TreeMap<>();
    try (FileLockManager locks = FileLockManager.open(parent.resolve("locks"));
        PersonaStore store = open(locks)) {
      makeVersions(store);
      try (ForkedJvm hand = start()) {
        for (int round = 0; round < rounds; round++) {
          hand.send("next");
          String what = hand.await("done");
          done.merge(what.split(" ", -1)[1], 1, Integer::sum);
          assertThat(listed(store)).as("round %d: %s", round, what).isEqualTo(standing());
        }
      }
    }
    System.out.println(done);
    assertThat(done).hasSizeGreaterThan(15);
  }

  /** No directory tells of it: it is seen when everything is looked at. */
  @Test
  void whatIsWrittenThroughALinkThatWasMadeElsewhere_isSeenInTheEnd() throws Exception {
    try (FileLockManager locks = FileLockManager.open(parent.resolve("locks"));
        PersonaStore store = open(locks)) {
      makeVersions(store);
      assertThat(listed(store)).isEqualTo(standing());
      try (ForkedJvm hand = start()) {
        hand.send("link-elsewhere-and-write");
        String _ = hand.await("done");
        Map<String, String> expected = standing();
        await().untilAsserted(() -> assertThat(listed(store)).isEqualTo(expected));
      }
    }
  }

  @Test
  void aStore_forWhichTheSystemHasNoWatchLeft_seesEverythingAllTheSame() throws Exception {
    Host.assumePrograms("unshare", "sh");
    String[] limited = {
      "unshare",
      "--user",
      "--map-root-user",
      "sh",
      "-c",
      "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"",
      "sh"
    };
    try (FileLockManager locks = FileLockManager.open(parent.resolve("locks"));
        PersonaStore store = open(locks);
        ForkedJvm without = worker("without").by(limited).start();
        ForkedJvm with = worker("with").start()) {
      assertThat(answer(without, Action.of(Action.Kind.CREATE, "ann", "one"))).contains("Ann");
      assertThat(answer(with, Action.of(Action.Kind.CREATE, "bob", "one"))).contains("Bob");
      assertThat(watches(without)).isZero();
      assertThat(watches(with)).isEqualTo(1);
      Persona _ = store.create(new NewPersona("Cid", "new", "gaming", "Said.", List.of()));
      for (ForkedJvm one : List.of(without, with)) {
        assertThat(answer(one, Action.of(Action.Kind.CREATE, "cid", "two")))
            .contains("ALREADY_EXISTS");
      }
    }
  }

  private ForkedJvm.Launch worker(String name) {
    return ForkedJvm.of(PersonaWorker.class)
        .arguments(parent.resolve("locks"), folder, name, PersonaWorker.Flaw.NONE);
  }

  private static String answer(ForkedJvm worker, Action action) throws Exception {
    worker.send(action.toString());
    return worker.await("end");
  }

  private static long watches(ForkedJvm worker) throws IOException {
    long watches = 0;
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of("/proc/" + worker.pid() + "/fd"))) {
      for (Path one : all) {
        if (Files.readSymbolicLink(one).toString().contains("inotify")) {
          watches++;
        }
      }
    }
    return watches;
  }

  private PersonaStore open(FileLockManager locks) throws IOException {
    return PersonaFolder.open(folder, locks, Actor.of("store"), Clock.systemUTC());
  }

  private ForkedJvm start() throws Exception {
    ForkedJvm hand = ForkedJvm.of(HandWorker.class).arguments(folder, outside, seed).start();
    String _ = hand.await("ready");
    return hand;
  }

  /** The last three changes of each are those that lead to its three versions. */
  private void makeVersions(PersonaStore store) throws IOException {
    for (int slug = 0; slug < HandWorker.SLUGS; slug++) {
      String name = "P" + slug;
      Persona _ = store.create(new NewPersona(name, "By hand", "gaming", "One.\n", List.of()));
      keepVersion(store, slug, 0);
      for (int version = 1; version < HandWorker.VERSIONS; version++) {
        String text = version == 1 ? "One.\nTwo.\n" : "One.\nSix.\n";
        var _ = store.edit(name, Map.of("instructions", text, "version", "1.0"));
        keepVersion(store, slug, version);
      }
      assertThat(Files.readString(HandWorker.version(outside, slug, 1)))
          .hasSize((int) Files.size(HandWorker.version(outside, slug, 2)))
          .startsWith(Files.readString(HandWorker.version(outside, slug, 0)));
    }
  }

  private void keepVersion(PersonaStore store, int slug, int version) throws IOException {
    PersonaSource source = store.source("p%d.md".formatted(slug), null);
    Path _ = Files.write(HandWorker.version(outside, slug, version), source.bytes());
  }

  private static Map<String, String> listed(PersonaStore store) {
    return store.list().stream()
        .collect(
            Collectors.toMap(
                PersonaEntry::fileName,
                PersonaEntry::revision,
                (_, second) -> second,
                TreeMap::new));
  }

  private Map<String, String> standing() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.md")) {
      for (Path file : all) {
        found.put(
            String.valueOf(file.getFileName()),
            FileVersion.of(Files.readAllBytes(file)).toString());
      }
    }
    return found;
  }
}
