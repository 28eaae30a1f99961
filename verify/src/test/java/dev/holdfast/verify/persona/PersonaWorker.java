package dev.holdfast.verify.persona;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.HistoryEntry;
import dev.holdfast.personas.ImportOptions;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport;
import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.NewPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.testkit.fork.Parent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A process that works on a folder of personas, as it is told or at random, and says when each
 * action began and ended, and with what answer.
 */
final class PersonaWorker {

  /** What an action does wrong, so that the checker can be checked. */
  enum Flaw {
    NONE,
    /** An edit reads before it locks, and writes what it has read. */
    EDIT_READS_BEFORE,
    /** A bundle is imported one by one. */
    IMPORT_IN_PARTS
  }

  static final List<String> SLUGS = List.of("ann", "bob", "cid");

  /** It is always there: a store that finds none writes its samples. */
  private static final String KEEPER = "keeper.md";

  private final PersonaStore store;
  private final String name;
  private final Flaw flaw;
  private int tokens;

  PersonaWorker(PersonaStore store, String name, Flaw flaw) {
    this.store = store;
    this.name = name;
    this.flaw = flaw;
  }

  private static byte[] keeper() {
    return Text.first("keeper", "stays").file().getBytes(UTF_8);
  }

  /** A folder where none of the {@link #SLUGS} is. */
  static Path prepare(Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.toRealPath().resolve("personas"));
    Path _ = Files.write(folder.resolve(KEEPER), keeper());
    return folder;
  }

  static PersonaStore open(Path locks, Path folder, String name) throws IOException {
    return PersonaFolder.open(
        folder, FileLockManager.open(locks), Actor.of(name), Clock.systemUTC());
  }

  public static void main(String[] arguments) throws Exception {
    PersonaStore store = open(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
    PersonaWorker worker = new PersonaWorker(store, arguments[2], Flaw.valueOf(arguments[3]));
    Parent.say(
        "ready %d %s"
            .formatted(
                System.nanoTime(),
                Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName()));
    Parent.obey(worker::obey);
  }

  private void obey(List<String> words) throws IOException {
    if (words.getFirst().equals("random")) {
      Random random = new Random(Long.parseLong(words.get(1)));
      for (int i = Integer.parseInt(words.get(2)); i > 0; i--) {
        run(choose(random));
      }
      Parent.say("idle");
    } else if (words.getFirst().equals("bundles")) {
      Random random = new Random(Long.parseLong(words.get(1)));
      while (true) {
        run(bundleAction(random));
      }
    } else {
      run(Action.parse(words));
    }
  }

  private void run(Action action) throws IOException {
    Parent.say("start %d %s".formatted(System.nanoTime(), action));
    String answer;
    try {
      answer = perform(action);
    } catch (PersonaException e) {
      answer = e.code().name();
      switch (e.code()) {
        case NOT_FOUND, ALREADY_EXISTS, CHANGED -> {}
        default -> answer += " " + e.getMessage();
      }
    } catch (AssertionError e) {
      answer = String.valueOf(e.getMessage()).replace('\n', ' ');
    }
    Parent.say("end %d %s".formatted(System.nanoTime(), answer));
  }

  private Action choose(Random random) {
    String slug = SLUGS.get(random.nextInt(SLUGS.size()));
    String token = name + "-" + tokens++;
    return switch (random.nextInt(20)) {
      case 0, 1 -> Action.of(Action.Kind.CREATE, slug, token);
      case 2, 3, 4, 5, 6 -> {
        String field = random.nextBoolean() ? "license" : "description";
        yield Action.of(Action.Kind.EDIT, slug, field, token, expected(random, slug));
      }
      case 7, 8, 9 -> {
        String to =
            SLUGS.get((SLUGS.indexOf(slug) + 1 + random.nextInt(SLUGS.size() - 1)) % SLUGS.size());
        yield Action.of(Action.Kind.RENAME, slug, to);
      }
      case 10 -> Action.of(Action.Kind.DELETE, slug, expected(random, slug));
      case 11, 12, 13 -> Action.of(Action.Kind.UNDO, slug);
      case 14, 15 -> {
        OnConflict[] policies = {OnConflict.FAIL, OnConflict.SKIP, OnConflict.OVERWRITE};
        String policy = policies[random.nextInt(policies.length)].name();
        yield Action.of(Action.Kind.IMPORT, policy, token, some(random));
      }
      case 16 -> Action.of(Action.Kind.RESTORE, "backup-" + random.nextInt(2), some(random));
      case 17 -> Action.of(Action.Kind.READ_ALL);
      default -> Action.of(Action.Kind.GET, slug);
    };
  }

  private Action bundleAction(Random random) {
    String token = name + "-" + tokens++;
    return random.nextBoolean()
        ? Action.of(Action.Kind.IMPORT, "OVERWRITE", token, some(random))
        : Action.of(Action.Kind.RESTORE, token, some(random));
  }

  private static String some(Random random) {
    List<String> slugs = new ArrayList<>(SLUGS);
    Collections.shuffle(slugs, random);
    return String.join(",", slugs.subList(0, 2 + random.nextInt(slugs.size() - 1)));
  }

  /** Now and then the version that it has just seen. */
  private String expected(Random random, String slug) {
    try {
      return random.nextInt(3) == 0 ? store.get(slug).version() : "-";
    } catch (PersonaException e) {
      return "-";
    }
  }

  String perform(Action action) throws IOException {
    String first = action.arguments().isEmpty() ? "" : action.argument(0);
    return switch (action.kind()) {
      case CREATE -> say(store.create(persona(first, action.argument(1))));
      case EDIT -> edit(first, action.argument(1), action.argument(2), orNull(action.argument(3)));
      case RENAME -> say(store.rename(first, Text.nameOf(action.argument(1)), null).persona());
      case DELETE -> say((Persona) store.delete(first, orNull(action.argument(1))));
      case UNDO -> say((Persona) store.undo(first, null, null).entry());
      case IMPORT -> importAll(OnConflict.valueOf(first), action.argument(1), action.slugs(2));
      case RESTORE -> {
        List<String> slugs = new ArrayList<>(action.slugs(1));
        ImportSource backup =
            receiver -> {
              bundle(first, slugs).read(receiver);
              receiver.persona(KEEPER, keeper());
            };
        yield "unchanged " + (store.restore(backup, Optional.empty(), false).unchanged() - 1);
      }
      case READ_ALL -> readAll(store);
      case GET -> say(store.get(first));
      case HISTORY ->
          store.history(first).stream()
              .map(HistoryEntry::change)
              .map(one -> Model.told(one.operation(), one.versionAfter(), one.who().user()))
              .limit(Model.COMPARED)
              .collect(Collectors.joining(","));
    };
  }

  static String readAll(PersonaStore store) throws IOException {
    List<String> texts = new ArrayList<>();
    store.readAll(
        (fileName, content) -> {
          if (!fileName.equals(KEEPER)) {
            texts.add(Text.of(fileName, content).toString());
          }
        });
    return texts.isEmpty() ? Model.NONE : String.join(" ", texts);
  }

  private static String say(Persona persona) {
    return Text.of(persona).toString();
  }

  private static @Nullable String orNull(String expected) {
    return expected.equals("-") ? null : expected;
  }

  private static NewPersona persona(String slug, String token) {
    return new NewPersona(Text.nameOf(slug), token, "gaming", Text.BODY, List.of());
  }

  private String edit(String slug, String field, String token, @Nullable String expected) {
    if (flaw == Flaw.EDIT_READS_BEFORE && expected == null) {
      Text after = Text.of(store.get(slug)).with(field, token);
      Map<String, String> all =
          Map.of(
              "description", after.description(),
              "license", after.license(),
              "version", after.version());
      return say(store.edit(slug, all, null).persona());
    }
    return say(store.edit(slug, Map.of(field, token), expected).persona());
  }

  private String importAll(OnConflict policy, String token, List<String> slugs) throws IOException {
    ImportOptions options = new ImportOptions(policy, false);
    List<ImportReport.Item> items = new ArrayList<>();
    if (flaw == Flaw.IMPORT_IN_PARTS) {
      for (String slug : slugs) {
        items.addAll(store.importAll(bundle(token, List.of(slug)), options).items());
      }
    } else {
      items.addAll(store.importAll(bundle(token, slugs), options).items());
    }
    return items.stream().map(item -> item.outcome().name()).collect(Collectors.joining(" "));
  }

  static ImportSource bundle(String token, List<String> slugs) {
    return receiver -> {
      for (String slug : slugs) {
        receiver.persona(slug + ".md", Text.first(slug, token).file().getBytes(UTF_8));
      }
    };
  }
}
