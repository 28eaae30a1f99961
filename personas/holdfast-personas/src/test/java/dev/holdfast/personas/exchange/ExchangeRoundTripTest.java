package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.Refusals;
import dev.holdfast.personas.exchange.ExchangeSamples.Got;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeRoundTripTest {

  private static final JsonExport EXPORT =
      new JsonExport(Instant.parse("2026-03-04T05:06:07.008Z"), "ann");

  @TempDir Path directory;

  private static byte[] one(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EXPORT.writeOne(name, content, out);
    return out.toByteArray();
  }

  private static byte[] bundle() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EXPORT.writeBundle(ExchangeSamples.source(), ExchangeSamples.FILES.size(), out);
    return out.toByteArray();
  }

  @Test
  void one_ofEveryForm_comesBackByteForByte() throws IOException {
    for (Got file : ExchangeSamples.all()) {
      byte[] json = one(file.fileName(), file.text().getBytes(UTF_8));
      assertThat(ExchangeSamples.read(ImportSources.ofText(new String(json, UTF_8))))
          .containsExactly(file);
      assertThat(ExchangeSamples.readBytes(json)).containsExactly(file);
      assertThat(ExchangeSamples.readBytes(Base64.getMimeEncoder().encode(json)))
          .containsExactly(file);
    }
  }

  @Test
  void one_asAToolWroteIt_hasNoSource() throws IOException {
    byte[] written = ExchangeSamples.WRITTEN.getBytes(UTF_8);
    String json = new String(one("lock-keeper.md", written), UTF_8);
    assertThat(json)
        .startsWith("{\"metadata\":{\"name\":\"Lock Keeper\",")
        .contains("\"version\":\"1.10\"")
        .contains("\"x-tags\":{\"a\":[1,2.50,null,false],\"b c\":\"d\\n\"}}")
        .contains("\"content\":\"# Lock Keeper\\n\\n```sh")
        .endsWith(
            "\"filename\":\"lock-keeper.md\",\"exportedAt\":\"2026-03-04T05:06:07.008Z\","
                + "\"exportedBy\":\"ann\"}");
    byte[] byHand = ExchangeSamples.BY_HAND.getBytes(UTF_8);
    assertThat(new String(one("x.md", byHand), UTF_8)).contains("\"source\":\"---\\n# who keeps");
  }

  @Test
  void bundle_asTextFileAndBase64_comesBackByteForByte() throws IOException {
    byte[] json = bundle();
    assertThat(new String(json, UTF_8))
        .startsWith(
            "{\"version\":\"1.0.0\",\"exportedAt\":\"2026-03-04T05:06:07.008Z\","
                + "\"personaCount\":12,\"personas\":[{\"metadata\":{");
    assertThat(ExchangeSamples.readBytes(json)).isEqualTo(ExchangeSamples.all());
    String urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    String pasted = urlSafe.replaceAll("(.{50})(.{19})", "  $1 $2\r\n") + "\n";
    for (String text : List.of(urlSafe, pasted, Base64.getEncoder().encodeToString(json))) {
      assertThat(ExchangeSamples.readBytes(text.getBytes(US_ASCII)))
          .isEqualTo(ExchangeSamples.all());
    }
    for (byte[] content : List.of(json, pasted.getBytes(US_ASCII))) {
      for (String name : List.of("all.json", "all.txt")) {
        Path file = Files.write(directory.resolve(name), content);
        assertThat(ExchangeSamples.read(ImportSources.ofFile(file)))
            .isEqualTo(ExchangeSamples.all());
      }
    }
  }

  @Test
  void bundle_ofAnotherNumber_isAnError() {
    assertThatThrownBy(
            () -> EXPORT.writeBundle(ExchangeSamples.source(), 3, new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12");
  }

  @Test
  void export_ofAFileThatCannotBeTakenApart_isRefused() {
    Refusals.refused(Code.INVALID_FILE, () -> one("x.md", "no front matter".getBytes(UTF_8)));
    Refusals.refused(Code.INVALID_VALUE, () -> new JsonExport(Instant.EPOCH, "\ud800"));
  }

  @Test
  void dataLinkAndMarkdown_comeBackByteForByte() throws IOException {
    for (Map.Entry<String, byte[]> file : ExchangeSamples.FILES.entrySet()) {
      String text = new String(file.getValue(), UTF_8);
      String link = DataLink.of(file.getValue());
      assertThat(link).startsWith("data:text/markdown;charset=utf-8;base64,");
      String base64 = Base64.getEncoder().encodeToString(file.getValue());
      List<String> texts =
          List.of(
              text,
              "\n  " + text,
              " " + link + "\n",
              link.replaceAll("(.{70})", "$1\n"),
              link.replace("+", "%2B").replace("=", "%3d"),
              "DATA:;Base64," + base64,
              base64);
      for (String given : texts) {
        assertThat(ExchangeSamples.read(ImportSources.ofText(given)))
            .containsExactly(new Got("", text));
      }
    }
    assertThat(
            ExchangeSamples.read(
                ImportSources.ofText("data:,---%0Aname:%20%C3%A9%0a---%0A%0Ax%20y\n")))
        .containsExactly(new Got("", "---\nname: é\n---\n\nx y"));
  }

  @Test
  void folder_givesItsFilesInOrder() throws IOException {
    for (Got file : ExchangeSamples.all()) {
      Files.writeString(directory.resolve(file.fileName()), file.text());
    }
    Files.writeString(directory.resolve(".hidden.md"), "x");
    Files.writeString(directory.resolve("notes.txt"), "x");
    assertThat(ExchangeSamples.read(ImportSources.ofFolder(directory)))
        .containsExactlyInAnyOrderElementsOf(ExchangeSamples.all())
        .isSortedAccordingTo((a, b) -> a.fileName().compareTo(b.fileName()));
    for (Got file : ExchangeSamples.all()) {
      assertThat(ExchangeSamples.read(ImportSources.ofFile(directory.resolve(file.fileName()))))
          .containsExactly(file);
    }
  }

  @Test
  void linksAndOtherThings_areRefusedNotFollowed() throws IOException {
    Path file = Files.writeString(directory.resolve("a.json"), "{}");
    Path link = Files.createSymbolicLink(directory.resolve("b.md"), file);
    Refusals.refused(
        Code.INVALID_VALUE, () -> ExchangeSamples.read(ImportSources.ofFolder(directory)));
    for (Path path : List.of(link, directory, directory.resolve("none"))) {
      Refusals.refused(Code.INVALID_VALUE, () -> ExchangeSamples.read(ImportSources.ofFile(path)));
    }
    Refusals.refused(Code.INVALID_VALUE, () -> ExchangeSamples.read(ImportSources.ofFolder(file)));
  }

  /** Ten thousand personas: neither writer nor reader ever holds more than a few of them. */
  @Test
  void bundle_isStreamedBothWays() throws IOException {
    int count = 10_000;
    byte[] content = ExchangeSamples.BY_HAND.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EXPORT.writeBundle(
        receiver -> {
          for (int i = 0; i < count; i++) {
            assertThat(out.size()).isGreaterThan(i * content.length - (64 << 10));
            receiver.persona(i + ".md", content);
          }
        },
        count,
        out);
    byte[] json = out.toByteArray();
    int[] read = {0, 0};
    InputStream counting =
        new FilterInputStream(new ByteArrayInputStream(json)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            read[0] += n;
            return n;
          }
        };
    Content.read(
        counting,
        "",
        (name, bytes) -> {
          assertThat(name).isEqualTo(read[1]++ + ".md");
          assertThat(read[0]).isLessThan((int) ((long) json.length * read[1] / count) + (64 << 10));
        });
    assertThat(read[1]).isEqualTo(count);
  }
}
