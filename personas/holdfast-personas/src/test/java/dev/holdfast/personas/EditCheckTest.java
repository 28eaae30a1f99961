package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.holdfast.personas.PersonaException.Code;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditCheckTest {

  private static final String BEFORE =
      "---\nname: a\ndescription: d\ntriggers: [x]\nodd: {k: v}\n---\n\nBody";
  private static final String AFTER = BEFORE.replace("name: a", "name: b");
  private static final Map<Field, FieldValue> CHANGES =
      Map.of(Field.NAME, new FieldValue.Text("b"));

  private static PersonaFile parse(String text) {
    return PersonaFile.parse("x.md", text.getBytes(UTF_8));
  }

  @Test
  void requireAsEdited_ofWhatWasAskedFor_passes() {
    assertThatCode(() -> EditCheck.requireAsEdited(parse(BEFORE), CHANGES, parse(AFTER)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BEFORE,
        "---\nname: B\ndescription: d\ntriggers: [x]\nodd: {k: v}\n---\n\nBody",
        "---\nname: b\ndescription: e\ntriggers: [x]\nodd: {k: v}\n---\n\nBody",
        "---\nname: b\ndescription: d\ntriggers: [x, y]\nodd: {k: v}\n---\n\nBody",
        "---\nname: b\ndescription: d\ntriggers: [x]\nodd: {k: w}\n---\n\nBody",
        "---\nname: b\ndescription: d\ntriggers: [x]\n---\n\nBody",
        "---\nname: b\ndescription: d\ntriggers: [x]\nodd: {k: v}\nmore: z\n---\n\nBody",
        "---\nodd: {k: v}\nname: b\ndescription: d\ntriggers: [x]\n---\n\nBody",
        "---\nname: b\ndescription: d\ntriggers: [x]\nodd: {k: v}\n---\n\nBody\n",
        "---\nname: b\ndescription: d\ntriggers: [x]\nodd: {k: v}\nprice: 1\n---\n\nBody",
        "---\nname: b\ndescription: d\ntriggers: [x]\nodd: {k: v\n---\n\nBody",
      })
  void requireAsEdited_ofAnythingElse_isRefused(String after) {
    refused(
        Code.INVALID_FILE, () -> EditCheck.requireAsEdited(parse(BEFORE), CHANGES, parse(after)));
  }

  @Test
  void requireAsCreated_ofAnotherValue_isRefused() {
    PersonaFile file = parse("---\nname: a\ndescription: d\n---\n\nBody");
    EditCheck.requireAsCreated(file.fields(), file);
    Map<Field, FieldValue> wanted = new java.util.EnumMap<>(file.fields());
    wanted.put(Field.DESCRIPTION, new FieldValue.Text("e"));
    refused(Code.INVALID_FILE, () -> EditCheck.requireAsCreated(wanted, file));
  }
}
