package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server may write to its standard output: whole JSON-RPC messages, one in each line. */
final class WireOutput {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private WireOutput() {}

  /**
   * Fails on the first byte that is not part of the protocol.
   *
   * @param whole false if the server was killed, which may have cut its last line
   */
  static void assertProtocolOnly(byte[] out, boolean whole) {
    List<String> lines = lines(out, whole);
    for (String line : lines) {
      JsonNode message;
      try {
        message = JSON.readTree(line);
      } catch (JacksonException e) {
        throw new AssertionError("not JSON on standard output: " + shown(line), e);
      }
      if (message.isArray()) {
        assertThat(message).as("a batch of answers").isNotEmpty();
        message.forEach(single -> assertMessage(single, line));
      } else {
        assertMessage(message, line);
      }
    }
  }

  private static List<String> lines(byte[] out, boolean whole) {
    int end = out.length;
    while (!whole && end > 0 && out[end - 1] != '\n') {
      end--;
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(out, 0, end)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("standard output is not UTF-8", e);
    }
    assertThat(text.isEmpty() || text.endsWith("\n"))
        .as("the last line of standard output has an end: %s", shown(text))
        .isTrue();
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    lines.removeLast();
    return lines;
  }

  private static void assertMessage(JsonNode message, String line) {
    boolean call = message.path("method").isString();
    boolean answer = message.has("id") && (message.has("result") != message.has("error"));
    assertThat(message.path("jsonrpc").asString("").equals("2.0") && (call != answer))
        .as("a JSON-RPC message: %s", shown(line))
        .isTrue();
  }

  private static String shown(String line) {
    return line.length() <= 500 ? line : line.substring(0, 500) + "…";
  }
}
