package dev.holdfast.server.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.TestTools;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Garbage of many kinds between pings: each ping is answered. */
class StdioServerFuzzTest {

  private static final int PINGS = 3_000;

  private static final String[] SEEDS = {
    TestClient.call("\"f\"", "echo", "{\"text\":\"hello\"}"),
    TestClient.request("1000000", "tools/list", "{}"),
    TestClient.initializeLine("\"g\"", "2025-11-25"),
    TestClient.INITIALIZED,
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"f\"}}",
    "[" + TestClient.call("\"h\"", "echo", "{\"text\":\"b\"}") + "]",
    "{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"result\":{\"a\":[1,2,{\"b\":null}]}}"
  };

  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "1e400",
    "-0",
    "9999999999999999999999",
    "\\",
    "\\u0000",
    "\\ud800",
    "\"id\"",
    "\"method\"",
    "\"params\"",
    "\"jsonrpc\"",
    "\"2.0\"",
    "\u0000",
    "\u2028",
    "é",
    "🦊",
    "\t",
    "\r",
    " ",
    "\uFEFF"
  };

  @Test
  void garbageBetweenPings_leavesEveryPingAnswered() {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.err.println("StdioServerFuzzTest: -Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    try (TestClient client = new TestClient(new TestTools().tools())) {
      String version = random.nextBoolean() ? "2025-03-26" : "2025-11-25";
      client.send(TestClient.initializeLine("\"init\"", version));
      client.answerTo("init");
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < PINGS; i++) {
                      for (int n = random.nextInt(4); n > 0; n--) {
                        client.sendRaw(garbage(random));
                      }
                      client.send(TestClient.ping(i));
                    }
                  });
      BitSet answered = new BitSet();
      while (answered.cardinality() < PINGS) {
        JsonNode message = client.next();
        if (message.path("result").isObject() && message.path("id").isInt()) {
          answered.set(message.path("id").asInt());
        }
      }
      assertThat(answered.cardinality()).as("seed %d", seed).isEqualTo(PINGS);
      assertThat(sender.isAlive()).isFalse();
      client.endInput();
      client.awaitEnd();
      client.discardReceived();
    }
  }

  private static byte[] garbage(Random random) {
    byte[] line =
        switch (random.nextInt(4)) {
          case 0 -> randomBytes(random);
          case 1 -> randomTokens(random);
          case 2 -> mutated(SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8), random);
          default -> spliced(random);
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte b : line) {
      out.write(b == '\n' ? ' ' : b); // one line, so that a ping stays a line of its own
    }
    out.write('\n');
    return out.toByteArray();
  }

  private static byte[] randomBytes(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] randomTokens(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(40); n > 0; n--) {
      text.append(TOKENS[random.nextInt(TOKENS.length)]);
    }
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] mutated(byte[] line, Random random) {
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      line[random.nextInt(line.length)] = (byte) random.nextInt(256);
    }
    return line;
  }

  private static byte[] spliced(Random random) {
    String head = SEEDS[random.nextInt(SEEDS.length)];
    String tail = SEEDS[random.nextInt(SEEDS.length)];
    String token = TOKENS[random.nextInt(TOKENS.length)];
    return (head.substring(0, random.nextInt(head.length()))
            + token
            + tail.substring(random.nextInt(tail.length())))
        .getBytes(UTF_8);
  }
}
