package dev.holdfast.personas;

import static dev.holdfast.personas.TestFolder.newPersona;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several stores with locks of their own on one folder, as several processes have them. */
@Timeout(180)
class PersonaFolderRaceTest {

  private static final int STORES = 4;

  @TempDir Path directory;

  private interface Work {
    void run(PersonaStore store, int worker) throws Exception;
  }

  /** Runs {@code work} on four stores at once, while {@code watch} runs on a fifth. */
  private void race(Work work, Work watch) throws Exception {
    List<TestFolder> folders = new ArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < STORES; i++) {
        TestFolder folder = TestFolder.open(directory);
        folders.add(folder);
        int worker = i;
        Callable<?> task =
            () -> {
              work.run(folder.store, worker);
              return null;
            };
        working.add(pool.submit(task));
      }
      TestFolder watching = TestFolder.open(directory);
      folders.add(watching);
      Future<Integer> watched =
          pool.submit(
              () -> {
                int times = 0;
                do {
                  watch.run(watching.store, times++);
                } while (!done.get());
                return times;
              });
      try {
        for (Future<?> each : working) {
          each.get();
        }
      } finally {
        done.set(true);
      }
      assertThat(watched.get()).isPositive();
    } finally {
      folders.forEach(TestFolder::close);
    }
  }

  @Test
  void create_ofOneNameByMany_hasOneWinnerEach() throws Exception {
    try (TestFolder folder = TestFolder.empty(directory)) {
      folder.store.create(newPersona("Keeper")); // or each store would write the samples
    }
    Queue<String> winners = new ConcurrentLinkedQueue<>();
    AtomicInteger losers = new AtomicInteger();
    race(
        (store, worker) -> {
          for (int i = 0; i < 25; i++) {
            // The same name in four spellings; names 2n and 2n+1 want the same file.
            String name = "Same " + i / 2 + (i % 2 == 0 ? "" : "!");
            String spelled = worker % 2 == 0 ? name : name.toUpperCase(java.util.Locale.ROOT);
            try {
              winners.add(Names.key(store.create(newPersona(spelled)).name()));
            } catch (PersonaException e) {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.ALREADY_EXISTS);
              losers.incrementAndGet();
            }
          }
        },
        (store, times) -> assertThat(store.list()).allMatch(e -> e instanceof Persona));
    assertThat(winners).hasSize(25).doesNotHaveDuplicates();
    assertThat(losers).hasValue(75);
    try (TestFolder folder = TestFolder.open(directory)) {
      assertThat(folder.store.list())
          .filteredOn(e -> !e.slug().equals("keeper"))
          .hasSize(25)
          .allMatch(e -> e instanceof Persona && e.findings().isEmpty());
      assertThat(folder.fileNames()).hasSize(26).allMatch(name -> name.endsWith(".md"));
    }
  }

  @Test
  void edit_ofOnePersonaByMany_losesNothingAndNoReaderSeesAMix() throws Exception {
    try (TestFolder folder = TestFolder.empty(directory)) {
      folder.store.create(newPersona("Shared One"));
      folder.store.create(newPersona("Aaa"));
      folder.store.create(newPersona("Zzz"));
      AtomicInteger latest = new AtomicInteger();
      race(
          (store, worker) -> {
            String[] refs = {"shared-one", "Shared ONE", "shared-one.md", "SHARED-ONE"};
            for (int i = 0; i < 50; i++) {
              String value = worker + "/" + i;
              EditResult result =
                  store.edit(refs[i % 4], Map.of("description", value, "instructions", value));
              assertThat(result.persona().description()).isEqualTo(value);
            }
          },
          (store, times) -> {
            assertThat(store.list())
                .extracting(PersonaEntry::fileName)
                .containsExactly("aaa.md", "shared-one.md", "zzz.md");
            Persona seen = store.get("shared-one");
            if (!seen.version().equals("1.0")) {
              assertThat(seen.instructions()).isEqualTo(seen.description());
            }
            int minor = Integer.parseInt(seen.version().substring(2));
            assertThat(minor).isGreaterThanOrEqualTo(latest.getAndSet(minor));
          });
      assertThat(folder.store.get("shared-one").version()).isEqualTo("1.200");
      assertThat(folder.fileNames()).hasSize(3);
    }
  }

  @Test
  void edit_ofDifferentFieldsAtOnce_keepsAll() throws Exception {
    try (TestFolder folder = TestFolder.empty(directory)) {
      folder.store.create(newPersona("Shared One"));
      List<String> fields = List.of("description", "author", "license", "revenue_split");
      race(
          (store, worker) -> {
            for (int i = 0; i <= 20; i++) {
              store.edit("shared-one", Map.of(fields.get(worker), "last " + i));
            }
          },
          (store, times) -> assertThat(store.get("shared-one").slug()).isEqualTo("shared-one"));
      Persona persona = folder.store.get("shared-one");
      assertThat(
              List.of(
                  persona.description(),
                  persona.author(),
                  persona.license(),
                  persona.revenueSplit()))
          .containsOnly("last 20");
      assertThat(persona.version()).isEqualTo("1.84");
    }
  }

  @Test
  void renamesAndCreatesOfOneName_neverGiveItTwice() throws Exception {
    try (TestFolder folder = TestFolder.empty(directory)) {
      for (int i = 0; i < STORES; i++) {
        folder.store.create(newPersona("Start " + i));
      }
      AtomicInteger given = new AtomicInteger();
      race(
          (store, worker) -> {
            for (int i = 0; i < 15; i++) {
              try {
                if (worker % 2 == 0) {
                  store.create(newPersona("Wanted " + i));
                } else {
                  store.edit("start-" + worker, Map.of("name", "wanted " + i));
                }
                given.incrementAndGet();
              } catch (PersonaException e) {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.ALREADY_EXISTS);
              }
            }
          },
          (store, times) ->
              assertThat(store.list())
                  .allSatisfy(e -> assertThat(e.findings()).as(e.fileName()).isEmpty()));
      assertThat(given.get()).isGreaterThanOrEqualTo(15);
    }
  }

  @Test
  void renamesBackAndForth_areSeenUnderOneOfTheNamesByEveryList() throws Exception {
    List<String> ids = new ArrayList<>();
    try (TestFolder folder = TestFolder.empty(directory)) {
      for (int i = 0; i < STORES; i++) {
        ids.add(folder.store.create(newPersona("Here " + i)).uniqueId());
      }
    }
    race(
        (store, worker) -> {
          for (int i = 0; i < 40; i++) {
            String there = i % 2 == 0 ? "There " : "Here ";
            RenameResult _ = store.rename(ids.get(worker), there + worker, null);
          }
        },
        (store, times) -> {
          List<String> listed = store.list().stream().map(PersonaEntry::slug).toList();
          for (int i = 0; i < STORES; i++) {
            assertThat(listed).containsAnyOf("here-" + i, "there-" + i);
            assertThat(store.get(ids.get(i)).uniqueId()).isEqualTo(ids.get(i));
          }
        });
  }

  @Test
  void deleteAndCreateByMany_leaveWholePersonasOnly() throws Exception {
    try (TestFolder folder = TestFolder.empty(directory)) {
      folder.store.create(newPersona("Keeper"));
      race(
          (store, worker) -> {
            for (int i = 0; i < 30; i++) {
              try {
                switch ((worker + i) % 3) {
                  case 0 -> store.create(newPersona("Now And Then"));
                  case 1 -> store.delete("now-and-then");
                  default -> store.edit("Now And Then", Map.of("author", "A" + i));
                }
              } catch (PersonaException e) {
                assertThat(e.code()).as(e.getMessage()).isIn(Code.NOT_FOUND, Code.ALREADY_EXISTS);
              }
            }
          },
          (store, times) ->
              assertThat(store.list()).hasSizeBetween(1, 2).allMatch(e -> e instanceof Persona));
    }
  }

  @Test
  void history_whileOthersEdit_tellsOfNoChangeByOtherMeans() throws Exception {
    try (TestFolder folder = TestFolder.empty(directory)) {
      folder.store.create(newPersona("Shared One"));
      race(
          (store, worker) -> {
            for (int i = 0; i < 20; i++) {
              store.edit("shared-one", Map.of("description", worker + "/" + i));
            }
          },
          (store, times) ->
              assertThat(store.history("shared-one"))
                  .noneMatch(entry -> entry.change().operation() == Operation.OUTSIDE));
    }
  }

  @Test
  void readAll_byManyAtOnce_isWhole() throws Exception {
    int personas = 20;
    try (TestFolder folder = TestFolder.empty(directory)) {
      for (int i = 0; i < personas; i++) {
        folder.put("p%d.md".formatted(i), TestFolder.persona("P" + i));
      }
      Work readAll =
          (store, worker) -> {
            List<String> all = new ArrayList<>();
            store.readAll((fileName, content) -> all.add(fileName));
            assertThat(all).hasSize(personas);
          };
      race(
          (store, worker) -> {
            for (int i = 0; i < 10; i++) {
              readAll.run(store, worker);
            }
          },
          readAll);
      assertThat(directory.resolve(".holdfast-views")).isEmptyDirectory();
    }
  }

  /** What stands there changes, and what it was before, but something to undo there always is. */
  @Test
  void undo_ofWhatOthersReplaceMeanwhile_doesNotMissIt() throws Exception {
    try (TestFolder folder = TestFolder.empty(directory)) {
      folder.store.create(newPersona("Ann"));
      folder.store.edit("ann", Map.of("description", "edited"), null);
    }
    race(
        (store, worker) -> {
          for (int i = 0; worker == 0 && i < 60; i++) {
            store.delete("ann", null);
            store.create(newPersona("Bob"));
            store.rename("bob", "Ann", null);
          }
        },
        (store, times) ->
            assertThatThrownBy(
                    () -> store.undo(times % 2 == 0 ? "ann" : "ann.md", null, "00000000"))
                .isInstanceOfSatisfying(
                    PersonaException.class,
                    e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.CHANGED)));
  }
}
