package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaDocument;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What holds for any input whatever. */
final class ExchangeProperties {

  private ExchangeProperties() {}

  /** How many personas are in {@code input}; negative if it is refused. */
  static int check(byte[] input) throws IOException {
    List<byte[]> got = new ArrayList<>();
    try {
      Content.read(new ByteArrayInputStream(input), "x.md", (_, content) -> got.add(content));
    } catch (PersonaException e) {
      checkRefusal(e, Code.INVALID_VALUE);
      return -1;
    }
    for (byte[] content : got) {
      checkPersona(content);
    }
    return got.size();
  }

  private static void checkRefusal(PersonaException e, Code code) {
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
    assertThat(e.getMessage().chars().noneMatch(Character::isISOControl)).isTrue();
    assertThat(Refusal.loneSurrogate(e.getMessage())).isNegative();
    assertThat(e.hint()).isNotBlank();
  }

  private static void checkPersona(byte[] content) throws IOException {
    PersonaDocument document;
    try {
      document = PersonaDocument.parse("x.md", content);
    } catch (PersonaException e) {
      checkRefusal(e, Code.INVALID_FILE);
      return;
    }
    assertThat(document.says(document.metadata(), document.instructions())).isTrue();
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    new JsonExport(Instant.EPOCH, "ann").writeOne("y.md", content, json);
    List<ByteBuffer> again = new ArrayList<>();
    JsonPersonas.read(
        new ByteArrayInputStream(json.toByteArray()),
        (name, bytes) -> {
          assertThat(name).isEqualTo("y.md");
          again.add(ByteBuffer.wrap(bytes));
        });
    assertThat(again).as(json.toString(UTF_8)).containsExactly(ByteBuffer.wrap(content));
  }
}
