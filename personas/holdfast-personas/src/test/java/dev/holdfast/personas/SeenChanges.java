package dev.holdfast.personas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps what a listener can know of a store: the personas as of the beginning, with every change
 * that is told made to them. Each change must fit what was known before.
 */
final class SeenChanges implements PersonaListener {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SortedMap<String, PersonaEntry> known = new TreeMap<>();
  private final List<PersonaChange> told = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  SeenChanges(List<PersonaEntry> beginning) {
    beginning.forEach(entry -> known.put(entry.fileName(), entry));
  }

  @Override
  public synchronized void changed(List<PersonaChange> changes) {
    if (changes.isEmpty()) {
      faults.add("told of nothing");
    }
    for (PersonaChange change : changes) {
      PersonaEntry was = known.get(change.fileName());
      if (!change.before().equals(java.util.Optional.ofNullable(was))) {
        faults.add(change + " does not follow " + was);
      }
      if (change.before().equals(change.now())) {
        faults.add(change + " is none");
      }
      known.remove(change.fileName());
      change.now().ifPresent(now -> known.put(now.fileName(), now));
    }
    told.addAll(changes);
  }

  /** Everything that was told, in order. */
  synchronized List<PersonaChange> told() {
    return List.copyOf(told);
  }

  synchronized List<PersonaEntry> known() {
    return List.copyOf(known.values());
  }

  /** Waits until the listener knows what the store has now. */
  void awaitAllOf(PersonaStore store) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(known()).isEqualTo(store.list()));
    assertFit();
  }

  /** Waits until the listener knows of these files and no others. */
  void awaitFiles(String... fileNames) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(known()).extracting(PersonaEntry::fileName).containsExactly(fileNames));
    assertFit();
  }

  /** Waits until this is known of a file. */
  void awaitName(String fileName, String name) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(known())
                    .filteredOn(entry -> entry.fileName().equals(fileName))
                    .singleElement()
                    .isInstanceOfSatisfying(
                        Persona.class, persona -> assertThat(persona.name()).isEqualTo(name)));
    assertFit();
  }

  private synchronized void assertFit() {
    assertThat(faults).isEmpty();
  }
}
