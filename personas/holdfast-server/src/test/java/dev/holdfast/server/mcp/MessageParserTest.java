package dev.holdfast.server.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageParserTest {

  static Stream<Arguments> badLines() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    return Stream.of(
        // malformed: no id can be trusted
        arguments("{", -32700, "null"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"", -32700, "null"),
        arguments("nonsense", -32700, "null"),
        arguments("{'id':1}", -32700, "null"),
        arguments("\u0000", -32700, "null"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":01,\"method\":\"ping\"}", -32700, "null"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":NaN,\"method\":\"ping\"}", -32700, "null"),
        // JSON, but no message
        arguments("1", -32600, "null"),
        arguments("\"ping\"", -32600, "null"),
        arguments("null", -32600, "null"),
        arguments("{}", -32600, "null"),
        arguments("[]", -32600, "null"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":1}", -32600, "1"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":5}", -32600, "\"a\""),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":null}", -32600, "\"a\""),
        arguments("{\"id\":1,\"method\":\"ping\"}", -32600, "1"),
        arguments("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600, "1"),
        arguments("{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}", -32600, "1"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":5}", -32600, "1"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":[1]}", -32600, "1"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":\"y\"}", -32600, "1"),
        arguments("{\"jsonrpc\":\"2.0\",\"method\":1,\"params\":\"bar\"}", -32600, "null"),
        // ids that are none
        arguments("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600, "null"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}", -32600, "null"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", -32600, "null"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}", -32600, "null"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", -32600, "null"),
        // what two readers could understand differently
        arguments("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"method\":\"b\"}", -32600, "1"),
        arguments("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"} {}", -32700, "null"),
        // too deep, too many digits
        arguments(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"a\":" + deep + "}}",
            -32600,
            "1"),
        arguments(
            "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"a\":" + deep + "},\"id\":\"z\"}",
            -32600,
            "\"z\""),
        arguments(deep, -32600, "null"),
        arguments(
            "{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(5_000) + ",\"method\":\"x\"}",
            -32600,
            "null"));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void parse_ofBadLine_givesErrorWithIdWhereThereIsOne(String line, int code, String id) {
    assertThat(MessageParser.parse(line.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Incoming.Invalid.class,
            invalid -> {
              assertThat(invalid.code()).as(invalid.message()).isEqualTo(code);
              assertThat(invalid.id()).hasToString(id);
              assertThat(invalid.message()).doesNotContain("jackson", "Exception", "\n");
            });
  }

  @Test
  void parse_ofBytesThatAreNotUtf8_isParseError() {
    byte[] latin =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\u00e9\"}"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(MessageParser.parse(latin))
        .isInstanceOfSatisfying(
            Incoming.Invalid.class, invalid -> assertThat(invalid.code()).isEqualTo(-32700));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r", "\t \r"})
  void parse_ofBlankLine_isNothing(String line) {
    assertThat(MessageParser.parse(line.getBytes(UTF_8))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"x\"}}",
        "{\"result\":5}"
      })
  void parse_ofResponse_isResponse(String line) {
    assertThat(MessageParser.parse(line.getBytes(UTF_8))).isInstanceOf(Incoming.Response.class);
  }

  @Test
  void parse_ofRequest_keepsIdMethodAndParams() {
    String line =
        "{\"jsonrpc\":\"2.0\",\"id\":123456789012345678901234567890,\"method\":\"m\","
            + "\"params\":{\"a\":1}}\r";
    assertThat(MessageParser.parse(line.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Incoming.Request.class,
            request -> {
              assertThat(request.id()).hasToString("123456789012345678901234567890");
              assertThat(request.method()).isEqualTo("m");
              assertThat(request.params()).hasToString("{\"a\":1}");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"params\":{}", ",\"params\":null"})
  void parse_ofRequestWithoutParams_hasNone(String params) {
    String line = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"m\"" + params + "}";
    assertThat(MessageParser.parse(line.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Incoming.Request.class, request -> assertThat(request.params()).isEmpty());
  }

  @Test
  void parse_ofBatch_judgesEachMessage() {
    String line =
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"},{\"jsonrpc\":\"2.0\",\"method\":\"n\"},7]";
    assertThat(MessageParser.parse(line.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Incoming.Batch.class,
            batch ->
                assertThat(batch.messages())
                    .hasExactlyElementsOfTypes(
                        Incoming.Request.class,
                        Incoming.Notification.class,
                        Incoming.Invalid.class));
  }

  @Test
  void parse_ofBatchOverTheLimit_isRefusedWhole() {
    String line = "[" + "1,".repeat(MessageParser.LARGEST_BATCH) + "1]";
    assertThat(MessageParser.parse(line.getBytes(UTF_8))).isInstanceOf(Incoming.Invalid.class);
  }
}
