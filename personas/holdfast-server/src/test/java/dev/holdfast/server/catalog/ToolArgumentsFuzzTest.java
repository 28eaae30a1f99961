package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls of every tool with arguments that are nearly right: each answer fits its schema, none is
 * {@code INTERNAL}, and afterwards the folder can still be listed.
 *
 * <p>Takes a quarter of {@code -Dholdfast.fuzz.seconds}, a minute unless it is given. A round is a
 * folder of its own; round n has the seed of the first plus n, and a failure names the seed that
 * gives it in the first round: {@code -Dholdfast.seed}.
 */
class ToolArgumentsFuzzTest {

  private static final int TARGETS = 4;
  private static final int CALLS_IN_A_ROUND = 60;

  private static final List<Object> VALUES =
      List.of(
          "alice",
          "Alice",
          "alice.md",
          "ALICE",
          "",
          " ",
          "..",
          "../../etc/passwd",
          "/dev/null",
          "con",
          "a\u0000b",
          "x\r\ny",
          "\ud800",
          "日本語",
          "\ud83e\udd8a",
          "---\nname: x\n---\n",
          "{\"metadata\":{\"name\":\"Zoe\",\"description\":\"d\"},\"content\":\"c\"}",
          "data:text/markdown,---%0Aname:%20Eve%0Adescription:%20d%0A---%0Ax",
          "description",
          "instructions",
          "name",
          "version",
          "1.0",
          "0123456789abcdef0123456789abcdef",
          "absent",
          "skip",
          "overwrite",
          "rename",
          "x".repeat(600_000),
          true,
          false,
          0,
          -1,
          1,
          Integer.MAX_VALUE,
          Long.MIN_VALUE,
          1e300,
          0.5,
          List.of(),
          Map.of());

  @TempDir private Path directory;

  @Test
  void anyArguments_areDoneOrRefusedInWords() throws IOException {
    long first = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.printf("ToolArgumentsFuzzTest: -Dholdfast.seed=%d%n", first);
    long end =
        System.nanoTime()
            + Duration.ofSeconds(Long.getLong("holdfast.fuzz.seconds", 60)).toNanos() / TARGETS;
    long seed = first;
    int done = 0;
    do {
      done += round(seed);
      seed++;
    } while (System.nanoTime() - end < 0);
    System.out.printf("ToolArgumentsFuzzTest: %d rounds, %d calls done%n", seed - first, done);
    assertThat(done).isPositive();
  }

  private int round(long seed) throws IOException {
    Random random = new Random(seed);
    int done = 0;
    Path own = Files.createDirectory(directory.resolve(Long.toString(seed)));
    try (CatalogFixture fixture = new CatalogFixture(own)) {
      // Whatever a URL is made of, nothing is to be fetched here.
      List<Tool> tools =
          fixture.catalog.tools().stream()
              .filter(tool -> !tool.name().equals("import_from_url"))
              .toList();
      for (int i = 0; i < CALLS_IN_A_ROUND; i++) {
        Tool tool = tools.get(random.nextInt(tools.size()));
        Map<String, Object> arguments = arguments(tool, random);
        String what = "-Dholdfast.seed=%d, call %d of %s".formatted(seed, i, tool.name());
        done += checked(tool, arguments, what) ? 1 : 0;
      }
      fixture.call("list_personas");
    }
    return done;
  }

  /** Was it done? */
  private static boolean checked(Tool tool, Map<String, Object> arguments, String what) {
    ToolResult result = tool.call(arguments, CallContext.NONE);
    var validation = CatalogFixture.VALIDATOR.validate(tool.outputSchema(), result.structured());
    assertThat(validation.valid()).as("%s: %s", what, validation.errorMessage()).isTrue();
    if (result instanceof ToolResult.Failure failure) {
      assertThat(failure.code()).as(what).isNotEqualTo("INTERNAL");
      assertThat(failure.message()).as(what).isNotBlank().doesNotContain("\tat ", "\u0000");
      assertThat(failure.message().length()).as(what).isLessThan(10_000);
      return false;
    }
    return true;
  }

  private static Map<String, Object> arguments(Tool tool, Random random) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    Map<?, ?> properties = (Map<?, ?>) tool.inputSchema().getOrDefault("properties", Map.of());
    properties.forEach(
        (name, schema) -> {
          if (random.nextInt(4) > 0) {
            arguments.put(String.valueOf(name), value((Map<?, ?>) schema, random));
          }
        });
    if (random.nextInt(20) == 0) {
      arguments.put(String.valueOf(any(random)), any(random));
    }
    return arguments;
  }

  /** Mostly of the type that is wanted. */
  private static Object value(Map<?, ?> schema, Random random) {
    if (random.nextInt(8) == 0) {
      return any(random);
    }
    if (schema.get("enum") instanceof List<?> choices) {
      return choices.get(random.nextInt(choices.size()));
    }
    return switch (String.valueOf(schema.get("type"))) {
      case "boolean" -> random.nextBoolean();
      case "integer", "number" -> random.nextInt(-2, 60);
      case "array" -> list(random);
      case "object" -> Map.of(String.valueOf(any(random)), any(random));
      default -> String.valueOf(any(random));
    };
  }

  private static List<Object> list(Random random) {
    List<Object> list = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      list.add(random.nextInt(6) == 0 ? any(random) : String.valueOf(any(random)));
    }
    return list;
  }

  private static Object any(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }
}
