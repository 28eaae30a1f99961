package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people write comes back as they wrote it, byte for byte, through each client. */
@Timeout(120)
class ByteForByteIT {

  @RegisterExtension final Servers servers = Servers.ofATest();
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void instructions_ofEveryKind_comeBackAfterCreateAndAfterAnEditOfAnotherField(ClientKind kind)
      throws IOException {
    Client client = servers.start(kind, folder);
    Client other = servers.start(ClientKind.JAVA, folder);
    Map<String, String> texts = texts();

    for (Map.Entry<String, String> text : texts.entrySet()) {
      String name = text.getKey();
      Client.await(client.create(name, text.getValue())).orFail();
      assertSame("create", name, text.getValue(), client, other);

      Client.await(client.edit(name, "description", "\"It's\" $(true)\n```\n日本語 👩‍👩‍👧‍👦"))
          .orFail();
      assertSame("an edit of the description", name, text.getValue(), client, other);

      Client.await(client.edit(name, "instructions", "x" + text.getValue())).orFail();
      assertSame("an edit", name, "x" + text.getValue(), client, other);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nameDescriptionAndTriggers_ofEveryLanguage_comeBack(ClientKind kind) throws IOException {
    Client client = servers.start(kind, folder);
    for (String word :
        new String[] {
          "日本語の先生",
          "Ελληνικά",
          "Русский язык",
          "العربية",
          "👨‍👩‍👧‍👦 家族",
          "It's \"so\": #1 - {a}",
          "null",
          "1.0"
        }) {
      Client.await(
              client.call(
                  "create_persona",
                  Map.of(
                      "name",
                      word,
                      "description",
                      word + "\n" + word,
                      "category",
                      "creative",
                      "instructions",
                      word,
                      "triggers",
                      word + ", zwei")))
          .orFail();

      Answer details = client.ask("get_persona_details", Map.of("persona", word)).orFail();
      assertThat(details.structured().path("persona").path("name").asString()).isEqualTo(word);
      ParsedPersona kept = ParsedPersona.read(ParsedPersona.fileOf(folder, word));
      assertThat(kept.field("description")).isEqualTo(word + "\n" + word);
      assertThat(kept.front().get("triggers")).isEqualTo(Arrays.asList(word, "zwei"));
    }
  }

  /** In the file, through the client that wrote it, and through another server. */
  private void assertSame(String after, String name, String text, Client client, Client other)
      throws IOException {
    byte[] file = Files.readAllBytes(ParsedPersona.fileOf(folder, name));
    byte[] wanted = ("\n---\n\n" + text).getBytes(UTF_8);
    byte[] end = Arrays.copyOfRange(file, Math.max(0, file.length - wanted.length), file.length);
    assertThat(end).as("the file's end after %s of '%s'", after, name).isEqualTo(wanted);
    for (Client reader : new Client[] {client, other}) {
      assertThat(Personas.instructions(reader.ask("get_persona_details", Map.of("persona", name))))
          .as("instructions after %s of '%s'", after, name)
          .isEqualTo(text);
    }
  }

  private static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("newlines", "one\ntwo\n\n\nthree\n");
    texts.put("no newline at the end", "one\ntwo");
    texts.put("many newlines", "\n\n  one\n\n\n");
    texts.put("carriage returns", "one\r\ntwo\r\n\r\nthree\rfour");
    texts.put("blanks", "  led and trailed  \n\ttab\t\n   ");
    texts.put("quotes", "'single' \"double\" `back` «» “curly” \\ \\n \\u0041 \\\"");
    texts.put("shell", "$(rm -rf /) `id` ${HOME} && ; | > /dev/null %s %n {{name}} <b>&amp;</b>");
    texts.put("fences", "```java\nvar x = \"y\";\n```\n\n~~~\n---\nname: not me\n---\n...\n");
    texts.put("front matter inside", "---\nname: Other\nversion: \"9.9\"\n---\n\nNot the body.");
    texts.put("Japanese", "日本語の説明。全角　空白、半角ｶﾅ、漢字。\n");
    texts.put("Greek", "Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία.");
    texts.put("Russian", "Съешь же ещё этих мягких французских булок, да выпей чаю.");
    texts.put("Arabic", "صِف خَلقَ خَودِ كَمِثلِ الشَمسِ إِذ بَزَغَت\u200F!\n");
    texts.put("emoji", "👨‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 🇯🇵 ❤️ 👩‍❤️‍💋‍👨 🧑🏿‍🤝‍🧑🏻");
    texts.put("composed and not", "é e\u0301 Å A\u030A ﬁ \u212B");
    texts.put("unusual separators", "a\u0085b\u2028c\u2029d\u00A0e\u200Bf\uFEFFg");
    texts.put("astral letters", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷野家 \uD834\uDD1E");
    return texts;
  }
}
