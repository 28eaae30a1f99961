package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaDocument;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.Refusals;
import dev.holdfast.personas.exchange.ExchangeSamples.Got;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportFormsTest {

  /** As v1 writes it, its fields in another order, and one that nobody knows. */
  private static final String V1_BUNDLE =
      """
      {
        "personas": [
          {
            "exportedBy": "bo",
            "content": "You mend nets.\\n",
            "filename": "net-mender.md",
            "metadata": {
              "name": "Net Mender",
              "description": "Knots \\u2014 and \\ud83d\\udc1f.",
              "triggers": ["net", "knot"],
              "version": 2,
              "ai_generated": "true",
              "created_date": "2025-07-01T00:00:00.000Z",
              "custom": {"a": [1, 2.5e3, null], "b": {}}
            },
            "exportedAt": "2026-01-02T03:04:05.678Z"
          },
          {"metadata": {"description": "d", "version": "1.0"}, "content": "", "extra": [{}]}
        ],
        "exportedBy": "bo",
        "personaCount": 2,
        "version": "1.0.0",
        "exportedAt": "2026-01-02T03:04:05.678Z"
      }
      """;

  @TempDir Path directory;

  @Test
  void v1Bundle_asTextAndAsPastedBase64_isRead() throws IOException {
    byte[] json = V1_BUNDLE.getBytes(UTF_8);
    List<String> texts =
        List.of(
            V1_BUNDLE,
            "\uFEFF" + V1_BUNDLE,
            Base64.getMimeEncoder().encodeToString(json),
            "data:application/json;base64," + Base64.getEncoder().encodeToString(json));
    for (String text : texts) {
      assertThat(ExchangeSamples.read(ImportSources.ofText(text)))
          .containsExactly(
              new Got(
                  "net-mender.md",
                  """
                  ---
                  name: "Net Mender"
                  description: "Knots — and 🐟."
                  triggers: ["net", "knot"]
                  version: "2.0"
                  ai_generated: true
                  created_date: "2025-07-01T00:00:00.000Z"
                  custom: {"a": [1, 2.5E+3, null], "b": {}}
                  ---

                  You mend nets.
                  """),
              new Got("", "---\ndescription: \"d\"\nversion: \"1.0\"\n---\n\n"));
    }
  }

  private static PersonaException refused(String text) {
    return Refusals.refused(
        Code.INVALID_VALUE, () -> ExchangeSamples.read(ImportSources.ofText(text)));
  }

  private static String persona(String metadata, String more) {
    return "{\"metadata\":%s,\"content\":\"x\"%s}".formatted(metadata, more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | is empty",
        "` \n\t` | is empty",
        "You are a pirate! | no persona: it begins with \"You are a pirate!\"",
        "/home/ann/x.md | no persona",
        "https://example.org/x.md | an address",
        "YWJjZA== | what it encodes is no persona: it begins with \"abcd\"",
        "YWJj====ZA | base64, but it has a '=' in the wrong place, at character 5",
        "YWJjZ | ends in the middle",
        "YWJjZA==YWJj | goes on behind its end, at character 9",
        "data:text/markdown;base64 | no comma",
        "data:image/png;base64,AAAA | of the type image/png",
        "data:text/markdown;charset=utf-16,x | not in UTF-8",
        "data:,---%0 | a '%' without two",
        "data:,---%0Aa b | a blank",
        "data:,---%0Aa#b | a '#'",
        "data:,data:,x | the data link is no persona",
        "[] | no persona",
        "{ | JSON, line 1, column 2: this is not valid JSON",
        "{} | needs metadata and content; metadata is missing",
        "{\"metadata\":{}} | content is missing",
        "{\"metadata\":[],\"content\":\"x\"} | line 1, column 13: metadata must be an object",
        "{\"metadata\":{},\"content\":[]} | content must be a text",
        "{\"metadata\":{},\"content\":\"x\",\"filename\":1} | filename must be a text",
        "{\"metadata\":{},\"metadata\":{},\"content\":\"x\"} | \"metadata\" is there twice",
        "{\"metadata\":{\"a\":1,\"a\":1},\"content\":\"x\"} | \"a\" is there twice",
        "{\"metadata\":{\"a\":{\"b\":1,\"b\":1}},\"content\":\"x\"} | \"b\" is there twice",
        "{\"metadata\":{\"\":1},\"content\":\"x\"} | a field has no name",
        "{\"metadata\":{\"a\":1e99999999999},\"content\":\"x\"} | out of range",
        "{\"metadata\":{\"a\":1e9999},\"content\":\"x\"} | number that is too long",
        "{\"metadata\":{\"a\":\"\\ud800\"},\"content\":\"x\"} | half of a surrogate pair",
        "{\"metadata\":{\"\\ud800\":1},\"content\":\"x\"} | surrogate pair",
        "{\"metadata\":{},\"content\":\"\\udfff\"} | half of a surrogate pair",
        "{\"metadata\":{},\"content\":\"x\"}{} | something follows",
        "{\"metadata\":{},\"content\":\"x\",\"source\":\"---\"} | line 1",
        "{\"metadata\":{},\"content\":\"x\",\"source\":\"---\\n---\\n\\ny\"} | something else",
        "{\"personas\":{}} | personas must be a list",
        "{\"personas\":[1]} | must be an object in braces",
        "{\"personas\":[{}]} | needs metadata",
        "{\"personas\":[],\"content\":\"x\"} | a bundle and one persona",
        "{\"personas\":[],\"personaCount\":1} | says that it has 1 personas; it has 0",
        "{\"personas\":[],\"version\":\"2.0.0\"} | has the version 2.0.0",
        "{\"personas\":[],\"version\":{}} | must be a text or a number",
        "{\"personas\":[],\"personas\":[]} | \"personas\" is there twice",
        "{\"personas\":[ | not valid JSON",
      })
  void ofText_whatIsWrong_isSaid(String text, String message) {
    assertThat(refused(text)).hasMessageContaining(message);
  }

  @Test
  void limits_areKept() {
    String long64 = "x".repeat((64 << 10) + 1);
    List<String> texts =
        List.of(
            persona("{\"a\":" + "[".repeat(33) + "]".repeat(33) + "}", ""),
            persona("{}", ",\"b\":" + "[".repeat(100_000) + "]".repeat(100_000)),
            persona("{\"a\":\"" + long64 + long64 + "\"}", ""),
            persona("{\"a\":[" + "1,".repeat(140_000) + "1]}", ""),
            persona("{\"" + long64 + "\":1}", ""),
            persona("{\"" + "k".repeat(1_100) + "\":1}", ""),
            persona("{\"a\":" + "1".repeat(101) + "}", ""),
            persona("{}", ",\"b\":" + "1".repeat(101)),
            persona("{}", ",\"content\":\"" + "x".repeat(600_000) + "\""),
            persona("{}", ",\"" + "x".repeat(1_001) + "\":1"),
            persona("{}", ",\"filename\":\"" + "x".repeat(256) + "\""),
            "{\"metadata\":{},\"content\":\"" + "é".repeat(300_000) + "\"}",
            "---\n" + "x".repeat(512 << 10));
    for (String text : texts) {
      refused(text);
    }
    Refusals.refused(Code.INVALID_VALUE, () -> ImportSources.ofText("x".repeat((8 << 20) + 1)));
    Refusals.refused(Code.INVALID_VALUE, () -> ImportSources.ofText("é".repeat((4 << 20) + 1)));
    Refusals.refused(Code.INVALID_VALUE, () -> ImportSources.ofText("---\n\ud800"));
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      fields.append(",\"f").append(i).append("\":1");
    }
    refused(persona("{}", fields.toString()));
  }

  @Test
  void asDeepAsAFileMayBe_isRead() throws IOException {
    String json = persona("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}", "");
    assertThat(ExchangeSamples.read(ImportSources.ofText("{\"personas\":[" + json + "]}")))
        .hasSize(1);
  }

  @Test
  void tooManyPersonas_areRefusedWithoutReadingOn() throws IOException {
    Path file = directory.resolve("many.json");
    Files.writeString(
        file, "{\"personas\":[" + (persona("{}", "") + ",\n").repeat(100_001) + "1]}");
    int[] got = {0};
    PersonaException refusal =
        Refusals.refused(
            Code.INVALID_VALUE, () -> ImportSources.ofFile(file).read((_, _) -> got[0]++));
    assertThat(refusal).hasMessageContaining("more than 100000 personas");
    assertThat(got[0]).isEqualTo(100_000);
  }

  @Test
  void bytesThatAreNotUtf8_areRefused() {
    List<byte[]> inputs =
        List.of(
            V1_BUNDLE.replace("Net", "N\u00e9t").getBytes(ISO_8859_1),
            V1_BUNDLE.getBytes(UTF_16LE),
            ("\uFEFF" + V1_BUNDLE).getBytes(UTF_16LE),
            new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
            new byte[] {'P', 'K', 3, 4});
    for (byte[] input : inputs) {
      Refusals.refused(Code.INVALID_VALUE, () -> ExchangeSamples.readBytes(input));
      Refusals.refused(
          Code.INVALID_VALUE, () -> ExchangeSamples.readBytes(Base64.getEncoder().encode(input)));
    }
  }

  @Test
  void fileThatIsTooLarge_isRefused() throws IOException {
    Path file = directory.resolve("large.json");
    BoundedInputStream in =
        new BoundedInputStream(Files.newInputStream(Files.write(file, new byte[20])), 10);
    try (in) {
      Refusals.refused(Code.INVALID_VALUE, in::readAllBytes);
    }
  }

  @Test
  void metadataOfASource_mayBeInAnyOrder() throws IOException {
    String source = "---\nb: 1 # c\na: [x, 1e5]\n---\n\nx";
    PersonaDocument document = PersonaDocument.parse("x.md", source.getBytes(UTF_8));
    assertThat(document.metadata()).containsKeys("a", "b");
    String json =
        persona(
            "{\"a\":[\"x\",1E+5],\"b\":1}", ",\"source\":\"" + source.replace("\n", "\\n") + "\"");
    assertThat(ExchangeSamples.read(ImportSources.ofText(json)))
        .containsExactly(new Got("", source));
  }
}
