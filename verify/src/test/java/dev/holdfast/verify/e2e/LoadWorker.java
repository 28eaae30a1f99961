package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One user of the server: works on personas of his own, of which he knows what they must be, and on
 * two that all fight for. Every answer is checked; an error is only what others may cause.
 */
final class LoadWorker {

  /** All edit this one. */
  static final String SHARED = "Shared";

  /** All create and delete this one. */
  static final String CONTESTED = "Contested";

  private static final int OWN = 5;

  private final int number;
  private final Random random;
  private final McpSyncClient session;
  private final Runnable passing;
  private final Map<String, Own> owned = new HashMap<>();
  private final Map<String, List<Long>> nanos = new HashMap<>();
  private int edits;
  private int sharedEdits;
  private int contestedBalance;

  /**
   * @param session belongs to him, or to several
   * @param passing looks in at the server beside the session
   */
  LoadWorker(int number, long seed, McpSyncClient session, Runnable passing) {
    this.number = number;
    this.random = new Random(seed + number);
    this.session = session;
    this.passing = passing;
  }

  /**
   * A persona that nobody else changes.
   *
   * @param description what it must say; null if it does not exist
   * @param before what an undo brings back; null if there is nothing
   */
  private record Own(@Nullable String description, @Nullable String before) {

    /** An undo can be undone. */
    Own undone() {
      return new Own(/* description= */ before, /* before= */ description);
    }
  }

  /** Makes the persona that all edit. */
  void createShared() {
    create(SHARED, "Not edited").orFail();
  }

  /** Does one thing. */
  void step() {
    String name = "Own %d %d".formatted(number, random.nextInt(OWN));
    Own own = owned.getOrDefault(name, new Own(null, null));
    int choice = random.nextInt(100);
    if (choice < 40) {
      change(name, own);
    } else if (choice < 55) {
      fight();
    } else if (choice < 90) {
      read(name, own);
    } else if (choice < 98) {
      passing.run();
    } else {
      ask("create_backup", Map.of()).orFail();
      ask("prune_backups", Map.of("keep_last", 3, "keep_daily", 0, "keep_weekly", 0)).orFail();
    }
  }

  private void change(String name, Own own) {
    String next = "Edit %d by %d".formatted(edits++, number);
    if (own.description() == null && own.before() == null) {
      create(name, next).orFail();
      owned.put(name, new Own(next, null));
    } else if (own.before() != null && random.nextBoolean()) {
      ask("undo_persona", Map.of("persona", slug(name))).orFail();
      owned.put(name, own.undone());
    } else if (own.description() != null && random.nextInt(4) == 0) {
      ask("delete_persona", Map.of("persona", name)).orFail();
      owned.put(name, new Own(null, own.description()));
    } else if (own.description() != null) {
      edit(name, next).orFail();
      owned.put(name, new Own(next, own.description()));
    }
  }

  private void fight() {
    switch (random.nextInt(4)) {
      case 0 -> {
        edit(SHARED, "Edit %d by %d".formatted(edits++, number)).orFail();
        sharedEdits++;
      }
      case 1 -> {
        String seen = details(SHARED).structured().path("persona").path("revision").asString();
        Answer answer =
            ask(
                "edit_persona",
                Map.of(
                    "persona",
                    SHARED,
                    "field",
                    "description",
                    "value",
                    "Edit %d by %d, expecting".formatted(edits++, number),
                    "expected_version",
                    seen));
        sharedEdits += accepted(answer, "CHANGED");
      }
      case 2 -> contestedBalance += accepted(create(CONTESTED, "By " + number), "ALREADY_EXISTS");
      default ->
          contestedBalance -=
              accepted(ask("delete_persona", Map.of("persona", CONTESTED)), "NOT_FOUND");
    }
  }

  private void read(String name, Own own) {
    switch (random.nextInt(7)) {
      case 0 -> {
        List<String> listed = Personas.listed(ask("list_personas", Map.of("limit", 200)));
        assertThat(listed).contains(SHARED);
        assertThat(listed.contains(name))
            .as("%s in a list", name)
            .isEqualTo(own.description() != null);
      }
      case 1 -> ask("export_all_personas", Map.of()).orFail();
      case 2 -> ask("persona_history", Map.of("persona", SHARED)).orFail();
      case 3 -> ask("list_backups", Map.of()).orFail();
      case 4 -> {
        String uri = "persona://" + slug(SHARED);
        assertThat(
                timed(
                    "resources/read",
                    () -> session.readResource(ReadResourceRequest.builder(uri).build())))
            .asString()
            .contains(SHARED);
      }
      default -> {
        if (own.description() == null) {
          ask("get_persona_details", Map.of("persona", name)).assertRefused("NOT_FOUND");
        } else {
          assertThat(details(name).structured().path("persona").path("description").asString())
              .as("description of %s", name)
              .isEqualTo(own.description());
          ask("export_persona", Map.of("persona", name)).orFail();
        }
      }
    }
  }

  /** Fails unless the files are what was acknowledged. */
  void assertKept(Path folder) throws Exception {
    for (Map.Entry<String, Own> own : owned.entrySet()) {
      Path file = folder.resolve(slug(own.getKey()) + ".md");
      String description = own.getValue().description();
      if (description == null) {
        assertThat(file).doesNotExist();
      } else {
        assertThat(ParsedPersona.read(file).field("description")).isEqualTo(description);
      }
    }
  }

  void end() {
    session.closeGracefully();
  }

  /** Edits of the shared persona that were acknowledged. */
  int sharedEdits() {
    return sharedEdits;
  }

  /** Acknowledged creates without acknowledged deletes of the contested persona. */
  int contestedBalance() {
    return contestedBalance;
  }

  /** How long calls took, by tool. */
  Map<String, List<Long>> nanos() {
    return nanos;
  }

  private static int accepted(Answer answer, String otherwise) {
    if (!answer.isError()) {
      return 1;
    }
    answer.assertRefused(otherwise);
    return 0;
  }

  private Answer create(String name, String description) {
    return ask(
        "create_persona",
        Map.of(
            "name",
            name,
            "description",
            description,
            "category",
            "gaming",
            "instructions",
            "Play!"));
  }

  private Answer edit(String name, String description) {
    return ask(
        "edit_persona", Map.of("persona", name, "field", "description", "value", description));
  }

  private Answer details(String name) {
    return ask("get_persona_details", Map.of("persona", name)).orFail();
  }

  private Answer ask(String tool, Map<String, Object> arguments) {
    CallToolRequest request = CallToolRequest.builder(tool).arguments(arguments).build();
    return new Answer(WireOutput.JSON.valueToTree(timed(tool, () -> session.callTool(request))));
  }

  private <T> T timed(String what, Supplier<T> call) {
    long begin = System.nanoTime();
    T answer = sent(call);
    nanos.computeIfAbsent(what, _ -> new ArrayList<>()).add(System.nanoTime() - begin);
    return answer;
  }

  /**
   * The client refuses a message, unsent, while another thread gives it one of the same session.
   */
  private static <T> T sent(Supplier<T> call) {
    long deadlineNanos = System.nanoTime() + Launcher.DEADLINE.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        boolean refused = "Failed to enqueue message".equals(e.getMessage());
        if (!refused || System.nanoTime() - deadlineNanos > 0) {
          throw e; // it says so of a session that has ended, too
        }
        Thread.onSpinWait();
      }
    }
  }

  private static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
