package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Actor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store promises to those who want to hear of changes. */
@Timeout(120)
public abstract class PersonaWatchContract extends StoreContract {

  private static final int MANY = 60;

  /** For subclasses. */
  protected PersonaWatchContract() {}

  private SeenChanges seen() {
    return new SeenChanges(store.list());
  }

  @Test
  void watch_tellsWhatThisStoreChanges_onceEach() {
    SeenChanges seen = seen();
    try (PersonaListener.Registration _ = store.watch(seen)) {
      Persona alice = store.create(newPersona("Alice"));
      seen.awaitFiles("alice.md");
      Persona edited = store.edit("alice", Map.of("description", "New")).persona();
      seen.awaitAllOf(store);
      store.rename("alice", "Bob", null);
      seen.awaitFiles("bob.md");
      store.delete("bob");
      seen.awaitFiles();
      assertThat(seen.told())
          .extracting(PersonaChange::fileName)
          .containsExactlyInAnyOrder("alice.md", "alice.md", "alice.md", "bob.md", "bob.md");
      assertThat(seen.told().get(0).now()).contains(alice);
      assertThat(seen.told().get(1).before()).contains(alice);
      assertThat(seen.told().get(1).now()).contains(edited);
      assertThat(seen.told().get(1).isOfContent()).isTrue();
      assertThat(seen.told().get(4).now()).isEmpty();
    }
  }

  @Test
  void watch_tellsWhatOthersChange() {
    store.create(newPersona("Alice"));
    PersonaStore other = another();
    SeenChanges seen = seen();
    try (PersonaListener.Registration _ = store.watch(seen)) {
      other.edit("alice", Map.of("description", "By another"));
      seen.awaitAllOf(other);
      other.create(newPersona("Bob"));
      seen.awaitFiles("alice.md", "bob.md");
      other.deleteAll(Set.of("alice", "bob"));
      seen.awaitFiles();
    }
  }

  @Test
  void watch_ofManyChangesByTwoStores_endsWithAllOfThem() throws Exception {
    store.create(newPersona("Alice"));
    PersonaStore other = another();
    SeenChanges seen = seen();
    try (PersonaListener.Registration _ = store.watch(seen)) {
      Thread second =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < MANY; i++) {
                      other.create(newPersona("Second " + i));
                    }
                  });
      for (int i = 0; i < MANY; i++) {
        store.create(newPersona("First " + i));
        store.edit("First " + i, Map.of("description", "Edited"));
      }
      second.join();
      assertThat(store.list()).hasSize(2 * MANY + 1);
      seen.awaitAllOf(store);
    }
  }

  @Test
  void watch_thatIsTelling_losesNoFurtherChange() throws Exception {
    SeenChanges seen = seen();
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    PersonaListener slow =
        changes -> {
          told.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          seen.changed(changes);
        };
    try (PersonaListener.Registration _ = store.watch(slow)) {
      store.create(newPersona("Alice"));
      told.await();
      store.edit("alice", Map.of("description", "While the first is told"));
      another().create(newPersona("Bob"));
      goOn.countDown();
      seen.awaitAllOf(store);
    }
  }

  @Test
  void watch_withAListenerThatFails_goesOnForItAndForOthers() {
    AtomicInteger calls = new AtomicInteger();
    SeenChanges seen = seen();
    PersonaListener failing =
        _ -> {
          calls.incrementAndGet();
          throw new IllegalStateException("made to fail");
        };
    try (PersonaListener.Registration _ = store.watch(failing);
        PersonaListener.Registration _ = store.watch(seen)) {
      store.create(newPersona("Alice"));
      seen.awaitAllOf(store);
      int before = calls.get();
      store.delete("alice");
      seen.awaitAllOf(store);
      await().until(() -> calls.get() > before);
    }
  }

  @Test
  void watch_tellsOnlyWhatIsNewSinceItBegan() {
    store.create(newPersona("Alice"));
    SeenChanges first = seen();
    try (PersonaListener.Registration _ = store.watch(first)) {
      store.create(newPersona("Bob"));
      SeenChanges second = seen();
      try (PersonaListener.Registration _ = store.as(Actor.of("Nora")).watch(second)) {
        store.create(newPersona("Cleo"));
        first.awaitAllOf(store);
        second.awaitAllOf(store);
      }
      assertThat(first.told())
          .extracting(PersonaChange::fileName)
          .containsExactly("bob.md", "cleo.md");
      assertThat(second.told()).extracting(PersonaChange::fileName).containsExactly("cleo.md");
    }
  }

  @Test
  void watch_ofAFileThatIsNoPersonaAnyMore_tellsTheInvalidOne() throws Exception {
    store.create(newPersona("Alice"));
    SeenChanges seen = seen();
    try (PersonaListener.Registration _ = store.watch(seen)) {
      put("alice.md", "---\nname: [\n---\n");
      seen.awaitAllOf(store);
      assertThat(seen.known()).singleElement().isInstanceOf(InvalidPersona.class);
    }
  }

  @Test
  void watch_thatIsClosed_tellsNothing_andMayBeginAgain() {
    SeenChanges first = seen();
    PersonaListener.Registration closed = store.watch(first);
    closed.close();
    closed.close();
    SeenChanges second = seen();
    try (PersonaListener.Registration _ = store.watch(second)) {
      closed.close(); // not that of the second
      store.create(newPersona("Alice"));
      second.awaitAllOf(store);
    }
    assertThat(first.told()).isEmpty();
  }

  @Test
  void watch_byAListenerThatClosesItself_isOver() {
    SeenChanges others = seen();
    AtomicInteger calls = new AtomicInteger();
    List<PersonaListener.Registration> own = new CopyOnWriteArrayList<>();
    try (PersonaListener.Registration _ = store.watch(others)) {
      own.add(
          store.watch(
              _ -> {
                calls.incrementAndGet();
                own.getFirst().close();
              }));
      store.create(newPersona("Alice"));
      others.awaitAllOf(store);
      store.create(newPersona("Bob"));
      others.awaitAllOf(store);
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void watch_ofAClosedStore_isRefused() {
    PersonaListener.Registration open = store.watch(_ -> {});
    store.close();
    open.close();
    refused(Code.CLOSED, () -> store.watch(_ -> {}));
  }
}
