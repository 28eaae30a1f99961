package dev.holdfast.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.snapshot.ManifestEntry.Directory;
import dev.holdfast.snapshot.ManifestEntry.RegularFile;
import dev.holdfast.snapshot.ManifestEntry.SymbolicLink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestTest {

  private static final Instant TAKEN = Instant.parse("2026-03-04T05:06:07.891Z");
  private static final String HASH = "a".repeat(64);

  /** What `docs/formats/snapshot.md` has. */
  private static final String SAMPLE =
      """
      # holdfast snapshot 1
      # taken 2026-03-04T05:06:07.891Z
      # directory  empty
      # directory  notes
      2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  notes/hello.md
      \\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  notes/two\\nlines
      # link 4d1a69c7910ec6c7f601cbf5cac2bce8cb31011ad2b400caf6a18bda781496c4  today
      # files 2, bytes 5, directories 2, links 1
      """;

  @TempDir Path directory;

  @Test
  void manifest_ofEachKindOfEntry_isTheSample() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ManifestWriter writer = new ManifestWriter(out, TAKEN);
    writer.directory("empty");
    writer.directory("notes");
    writer.file("notes/hello.md", hash("hello"), 5);
    writer.file("notes/two\nlines", hash(""), 0);
    writer.link("today", "4d1a69c7910ec6c7f601cbf5cac2bce8cb31011ad2b400caf6a18bda781496c4");
    Snapshot snapshot = writer.finish(directory);

    assertThat(out.toString(UTF_8)).isEqualTo(whole(SAMPLE));
    assertThat(snapshot).isEqualTo(new Snapshot(directory, TAKEN, 2, 5, 2, 1));
  }

  private static String hash(String text) {
    return Sha256.end(digestOf(text));
  }

  private static java.security.MessageDigest digestOf(String text) {
    java.security.MessageDigest digest = Sha256.start();
    digest.update(text.getBytes(UTF_8));
    return digest;
  }

  /** With the line that it must end with. */
  private static String whole(String text) {
    return text + "# sha256 " + hash(text) + "\n";
  }

  @Test
  void sample_isInTheDocumentation() throws Exception {
    Path docs = Path.of("docs").toAbsolutePath();
    if (!Files.exists(docs)) {
      docs = Path.of("../docs").toAbsolutePath();
    }
    assertThat(docs.resolve("formats/snapshot.md")).content().contains(whole(SAMPLE));
  }

  @Test
  void sample_isReadAsItWasWritten() throws Exception {
    assertThat(read(whole(SAMPLE)))
        .containsExactly(
            new Directory("empty"),
            new Directory("notes"),
            new RegularFile("notes/hello.md", hash("hello")),
            new RegularFile("notes/two\nlines", hash("")),
            new SymbolicLink(
                "today", "4d1a69c7910ec6c7f601cbf5cac2bce8cb31011ad2b400caf6a18bda781496c4"));
  }

  private List<ManifestEntry> read(String text) throws IOException {
    return read(text.getBytes(UTF_8));
  }

  private List<ManifestEntry> read(byte[] text) throws IOException {
    Files.write(directory.resolve(Manifest.NAME), text);
    List<ManifestEntry> entries = new ArrayList<>();
    try (ManifestReader reader = ManifestReader.open(directory)) {
      for (ManifestEntry each = reader.next(); each != null; each = reader.next()) {
        entries.add(each);
      }
    }
    return entries;
  }

  @Test
  void lineThatALaterVersionAdds_isPassedOver() throws Exception {
    assertThat(
            read(whole(SAMPLE.replace("# directory  notes", "# mood  good\n# directory  notes"))))
        .hasSize(5);
  }

  @Test
  void manifest_thatIsNotThere_isNamed() {
    assertThatThrownBy(() -> ManifestReader.open(directory))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining(directory.resolve(Manifest.NAME).toString())
        .hasMessageContaining("there is none");
  }

  @Test
  void manifest_ofANewerVersion_isRefused() {
    assertThatThrownBy(() -> read(whole(SAMPLE.replace("snapshot 1", "snapshot 2"))))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("version 2: use a newer program");
  }

  /** Paths that would lead elsewhere, or to our own files. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "/x",
        "x/../../y",
        "x//y",
        "x/",
        ".",
        "x/./y",
        "",
        "x\0y",
        ".holdfast-x",
        "x/.holdfast-tree"
      })
  void path_thatLeadsOutOfTheSnapshot_isRefused(String path) {
    for (String line : List.of(HASH + "  " + path, "# directory  " + path, link(path))) {
      String text = "# holdfast snapshot 1\n# taken 2026-03-04T05:06:07.891Z\n" + line + "\n";
      assertThatThrownBy(() -> read(whole(text)))
          .as(line)
          .isInstanceOf(ManifestException.class)
          .hasMessageContaining("line 3: '");
    }
  }

  private static String link(String path) {
    return "# link " + HASH + "  " + path;
  }

  @Test
  void entries_thatAreTwiceOrWithoutTheirDirectory_areRefused() {
    assertRefused("twice", HASH + "  x", HASH + "  x");
    assertRefused("twice", "# directory  x", HASH + "  x");
    assertRefused("not in order", HASH + "  y", HASH + "  x");
    // A directory of the snapshot that is really a link must not lead elsewhere.
    assertRefused("the directory of 'x/y' is not there", HASH + "  x/y");
    assertRefused("the directory of 'x/y' is not there", link("x"), HASH + "  x/y");
    assertRefused("the directory of 'x/y/z' is not there", "# directory  x", HASH + "  x/y/z");
  }

  @Test
  void lines_ofAnotherForm_areRefused() {
    assertRefused("neither", "x");
    assertRefused("neither", HASH + " *x");
    assertRefused("neither", HASH.toUpperCase(java.util.Locale.ROOT) + "  x");
    assertRefused("neither", "# link x");
    assertRefused("not escaped", HASH + "  x\\y");
    assertRefused("not escaped", "\\" + HASH + "  x\\y");
    assertRefused("not escaped", "\\" + HASH + "  x\\");
    assertRefused("not escaped", HASH + "  x\r");
    assertRefused("as many", HASH + "  x", "# files 2, bytes 0, directories 0, links 0");
    assertRefused("as many", "# files 99999999999999999999, bytes 0, directories 0, links 0");
    assertRefused("too early", HASH + "  x");
  }

  private void assertRefused(String reason, String... lines) {
    String text =
        "# holdfast snapshot 1\n# taken 2026-03-04T05:06:07.891Z\n"
            + String.join("\n", lines)
            + "\n";
    assertThatThrownBy(() -> read(whole(text)))
        .as(text)
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void line_withoutEnd_isNotReadIntoMemory() throws Exception {
    byte[] head = "# holdfast snapshot 1\n# taken 2026-03-04T05:06:07.891Z\n#".getBytes(UTF_8);
    byte[] endless = java.util.Arrays.copyOf(head, 200_000);
    assertThatThrownBy(() -> read(endless))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("a line of more than 65536 bytes");
  }

  @Test
  void manifest_thatIsNoText_isRefused() {
    byte[] bytes = whole(SAMPLE).getBytes(UTF_8);
    bytes[SAMPLE.indexOf("empty")] = (byte) 0xff;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("UTF-8");
  }

  /** No byte can be changed, none be cut off or added, without being noticed. */
  @Test
  void anyOtherByte_isNoticed() {
    byte[] whole = whole(SAMPLE).getBytes(UTF_8);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> read(changed))
          .as("byte %d", i)
          .isInstanceOf(ManifestException.class);
      byte[] cut = java.util.Arrays.copyOf(whole, i);
      assertThatThrownBy(() -> read(cut)).as("cut at %d", i).isInstanceOf(ManifestException.class);
    }
    byte[] longer = java.util.Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> read(longer)).isInstanceOf(ManifestException.class);
  }

  @Test
  void names_ofAnyCharacters_comeBack() {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.println("-Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      String name =
          random
              .ints(1 + random.nextInt(6), 0, 9)
              .mapToObj(each -> List.of("\\", "\n", "\r", "n", "r", "/", " ", "ü", "😀").get(each))
              .collect(Collectors.joining());
      String escaped = PathText.escape(name);
      assertThat(escaped).doesNotContain("\n", "\r");
      assertThat(PathText.unescape(escaped)).isEqualTo(name);
    }
  }

  /** The order is that of the bytes in UTF-8, where the slash comes first. */
  @Test
  void order_isThatOfTheBytes_andEachDirectoryIsTogether() {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.println("-Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    List<String> letters = List.of("/", " ", "a", "ä", "\uffff", "😀", "😁", "\uD83E\uDD18");
    TreeSet<String> names = new TreeSet<>(PathText::compare);
    for (int i = 0; i < 2000; i++) {
      names.add(
          random
              .ints(1 + random.nextInt(4), 0, letters.size())
              .mapToObj(letters::get)
              .collect(Collectors.joining()));
    }
    List<String> asBytes =
        names.stream()
            .map(name -> HexFormat.of().formatHex(name.replace('/', '\1').getBytes(UTF_8)))
            .toList();
    assertThat(asBytes).isSorted();
  }
}
