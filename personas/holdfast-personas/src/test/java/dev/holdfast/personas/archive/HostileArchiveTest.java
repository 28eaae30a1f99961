package dev.holdfast.personas.archive;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.archive.Archives.manifest;
import static dev.holdfast.personas.archive.Archives.read;
import static dev.holdfast.personas.archive.Archives.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.PersonaRules;
import dev.holdfast.personas.archive.HandZip.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that want to harm. */
class HostileArchiveTest {

  private static final byte[] A = text("content of a");
  private static final String LINK = "it is a link or another special file";
  private static final String DISAGREE = "its header and the central directory say different";
  private static final String OVERLAP = "it overlaps another entry, or a gap is before it";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd.md",
        "//host/share/a.md",
        "../a.md",
        "x/../../a.md",
        "x/./a.md",
        "..",
        "x//a.md",
        "..\\a.md",
        "x\\a.md",
        "C:a.md",
        "C:/a.md",
        "a.md:stream",
        "CON.md",
        "nul.md",
        "Com1.md",
        "COM\u00b9.md",
        "aux .md",
        "conin$.md",
        "x/lpt9/a.md",
        "a\u0000.md",
        "a\n.md",
        "a\u001b[2J.md",
        "a.md.",
        "a.md ",
        ""
      })
  void aNameThatIsNotPlain_isRefused(String name) throws Exception {
    assertRefused(new HandZip().add(name, A), "its ");
    assertRefused(new HandZip().add(name, A).add("manifest.json", text(manifest(Map.of()))), "");
  }

  @Test
  void namesThatAreTooLong_areRefused() throws Exception {
    assertRefused(new HandZip().add("a".repeat(256) + ".md", A), "longer than 255 bytes");
    assertRefused(new HandZip().add("a/".repeat(600) + "a.md", A), "longer than 1024 bytes");
  }

  @Test
  void namesThatAreNotUtf8_areRefused() throws Exception {
    Consumer<Entry> latin = e -> e.name = e.localName = new byte[] {(byte) 0xFC, '.', 'm', 'd'};
    assertRefused(new HandZip().add("u.md", A, latin), "its name is not UTF-8");
  }

  @ParameterizedTest
  @MethodSource("twice")
  void aNameThatIsThereTwice_isRefused(String one, String other) throws Exception {
    assertRefused(new HandZip().add(one, A).add(other, A), "another entry has this name");
  }

  static Stream<Arguments> twice() {
    return Stream.of(
        Arguments.of("a.md", "a.md"),
        Arguments.of("a.md", "A.MD"),
        Arguments.of("\u00fc.md", "u\u0308.md"),
        Arguments.of("stra\u00dfe.md", "STRA\u1e9eE.md"),
        Arguments.of("x/a.md", "X/a.md"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("entries")
  void anEntryThatIsNotPlain_isRefused(String what, Consumer<Entry> change, String problem)
      throws Exception {
    assertRefused(new HandZip().add("a.md", A, change), problem);
  }

  static Stream<Arguments> entries() {
    return Stream.of(
        entry("symbolic link", e -> e.mode = 0120777, LINK),
        entry("pipe", e -> e.mode = 010644, LINK),
        entry("directory by its mode only", e -> e.mode = 040755, LINK),
        entry("encrypted", e -> e.flags = e.localFlags = 0x0801, "it is encrypted"),
        entry("strongly encrypted", e -> e.flags = e.localFlags = 0x0841, "it is encrypted"),
        entry("encrypted directory", e -> e.flags = e.localFlags = 0x2800, "it is encrypted"),
        entry("patch", e -> e.flags = e.localFlags = 0x0820, "packed in a way"),
        entry("bzip2", e -> e.method = e.localMethod = 12, "packed in a way"),
        entry("stored, two lengths", e -> e.method = e.localMethod = 0, "stored, with two"),
        entry("other disk", e -> e.disk = 1, "split into several files"),
        entry("zip64 by its size", e -> e.size = 0xFFFF_FFFFL, ""),
        entry("zip64 by its length", e -> e.packed = 0xFFFF_FFFFL, "zip64"),
        entry("zip64 by a field", e -> e.extra = extra(1), "zip64"),
        entry("zip64 by a field of the header", e -> e.localExtra = extra(1), DISAGREE),
        entry("second name", e -> e.extra = extra(0x7075), "it has a second name"),
        entry("second name in the header", e -> e.localExtra = extra(0x7075), DISAGREE),
        entry("extra cut off", e -> e.extra = new byte[] {1, 2, 3}, "extra fields are damaged"),
        entry("other name", e -> e.localName = text("b.md"), DISAGREE),
        entry("other method", e -> e.localMethod = 0, DISAGREE),
        entry("other flags", e -> e.localFlags = 0, DISAGREE),
        entry("other CRC", e -> e.localCrc++, DISAGREE),
        entry("other length", e -> e.localPacked++, DISAGREE),
        entry("other size", e -> e.localSize++, DISAGREE),
        entry("no descriptor", e -> e.flags = e.localFlags = 0x0808, DISAGREE),
        entry("header elsewhere", e -> e.headerAt = 4, OVERLAP),
        entry("too long", e -> e.packed = e.localPacked = 4_000, "into the central directory"),
        entry("too short", e -> e.packed = e.localPacked = 3, "something hidden"),
        entry("hidden bytes behind it", e -> e.behind = new byte[9], "something hidden"),
        entry("more than its size", e -> e.size = e.localSize = 3, "longer than it says"),
        entry("less than its size", e -> e.size = e.localSize = 900, "shorter than it says"),
        entry("wrong CRC", e -> e.crc = e.localCrc = 1, "CRC-32"),
        entry("damaged data", e -> Arrays.fill(e.data, (byte) 0x77), "compressed content is"),
        entry(
            "bytes behind the compressed data",
            e -> {
              e.data = Arrays.copyOf(e.data, e.data.length + 9);
              e.packed = e.localPacked = e.data.length;
            },
            "its content is"));
  }

  private static Arguments entry(String what, Consumer<Entry> change, String problem) {
    return Arguments.of(what, change, problem);
  }

  private static byte[] extra(int id) {
    return HandZip.le(12).putShort((short) id).putShort((short) 8).putLong(5).array();
  }

  @Test
  void anEntryWithADescriptor_isReadIfItAgrees() throws Exception {
    for (boolean signed : new boolean[] {true, false}) {
      Consumer<Entry> descriptor =
          e -> {
            e.flags = e.localFlags = 0x0808;
            e.localCrc = e.localPacked = e.localSize = 0;
            e.behind =
                (signed ? HandZip.le(16).putInt(0x08074b50) : HandZip.le(12))
                    .putInt((int) e.crc)
                    .putInt((int) e.packed)
                    .putInt((int) e.size)
                    .array();
          };
      Path zip = Files.write(path(), new HandZip().add("a.md", A, descriptor).build());
      try (Archive archive = Archive.open(zip)) {
        assertThat(read(archive)).containsOnlyKeys("a.md");
      }
      HandZip lies =
          new HandZip().add("a.md", A, descriptor.andThen(e -> e.behind[e.behind.length - 1]++));
      assertRefused(lies, DISAGREE);
    }
  }

  @Test
  void anEntryThatTheDirectoryDoesNotKnow_isRefused() throws Exception {
    Consumer<Entry> hidden = e -> e.inDirectory = false;
    assertRefused(new HandZip().add("a.md", A, hidden).add("b.md", A), OVERLAP);
    assertRefused(new HandZip().add("b.md", A).add("a.md", A, hidden), "something hidden");
  }

  @Test
  void entriesThatShareTheirData_areRefused() throws Exception {
    assertRefused(
        new HandZip()
            .add("a.md", A)
            .add(
                "b.md",
                A,
                e -> {
                  e.headerAt = 0;
                  e.inDirectory = true;
                }),
        OVERLAP);
  }

  @Test
  void aBomb_isRefused() throws Exception {
    byte[] zeros = new byte[PersonaRules.MAX_FILE_BYTES];
    assertRefused(new HandZip().add("a.md", zeros), "expands to more than 100 times");
    byte[] more = new byte[PersonaRules.MAX_FILE_BYTES + 1];
    assertRefused(new HandZip().store("a.md", more), "the limit is 524288");
    HandZip total = new HandZip();
    for (int i = 0; i < 2; i++) {
      total.add(
          "a%d.md".formatted(i),
          A,
          e -> {
            e.size = e.localSize = 0x7000_0000L;
            e.packed = e.localPacked = 0x0700_0000L;
          });
    }
    assertRefused(total, "it expands to more than 2147483648 bytes");
    HandZip manifest =
        new HandZip().add("manifest.json", new byte[4 << 20], e -> e.size = e.localSize = 999);
    assertRefused(manifest, "longer than it says");
  }

  @Test
  void tooManyEntries_areRefused() throws Exception {
    HandZip many = new HandZip().with(z -> z.countOffset = 50_002);
    assertRefused(many, "it has 50002 entries");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void anArchiveWithAnotherStructure_isRefused(
      String what, Consumer<HandZip> change, String problem) throws Exception {
    assertRefused(new HandZip().add("a.md", A).with(change), problem);
  }

  static Stream<Arguments> structures() {
    byte[] otherEnd = new HandZip().build();
    return Stream.of(
        structure("something before", z -> z.before = text("#!/bin/sh\n"), "a gap is before it"),
        structure("gap", z -> z.beforeDirectory = new byte[5], "something hidden"),
        structure("gap before the end", z -> z.beforeEnd = new byte[5], "not where its end says"),
        structure("two ends", z -> z.comment = otherEnd, "two ends"),
        structure("fewer entries", z -> z.countOffset = -1, "more than its end says"),
        structure("more entries", z -> z.countOffset = 1, "cut off or damaged"),
        structure("zip64 by its count", z -> z.countOffset = 0xFFFE, "zip64"),
        structure(
            "zip64 by its locator",
            z -> z.beforeEnd = HandZip.le(20).putInt(0x07064b50).array(),
            "zip64"));
  }

  private static Arguments structure(String what, Consumer<HandZip> change, String problem) {
    return Arguments.of(what, change, problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"format\":\"other\"}",
        "{\"format\":\"holdfast-backup\",\"format\":\"holdfast-backup\"}",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]}",
        "{\"version\":99999999999999999999}",
        "{\"version\":\"1\"}",
        "{\"files\":{}}",
        "{\"files\":[1]}",
        "{\"files\":[{\"name\":\"a.md\"}]}"
      })
  void aManifestThatIsNone_isRefused(String json) throws Exception {
    assertRefused(
        new HandZip().add("a.md", A).add("manifest.json", text(json)), "'manifest.json': ");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("manifests")
  void aManifestThatIsOtherwise_isRefused(String from, String to, String problem) throws Exception {
    String json = manifest(Map.of("a.md", A));
    assertThat(json).contains(from);
    assertRefused(
        new HandZip().add("a.md", A).add("manifest.json", text(json.replace(from, to))), problem);
  }

  static Stream<Arguments> manifests() {
    return Stream.of(
        Arguments.of("\"version\":1", "\"version\":2", "a later Holdfast made"),
        Arguments.of("\"version\":1", "\"version\":0", "'version' is 1"),
        Arguments.of("manual", "monthly", "not known"),
        Arguments.of("2026-03", "2026-33", "no instant"),
        Arguments.of("\"count\":1", "\"count\":2", "the number of files"),
        Arguments.of("\"bytes\":12", "\"bytes\":-1", "'bytes' is a length"),
        Arguments.of("\"bytes\":12", "\"bytes\":13", "not what the manifest says"),
        Arguments.of("}\n", "} {}", "nothing follows"),
        Arguments.of("\"count\":1", "\"count\":1,\"leftOut\":1", "'leftOut' is a list"),
        Arguments.of("\"count\":1", "\"count\":1,\"leftOut\":[1]", "each file is an object"),
        Arguments.of("\"count\":1", "\"count\":1,\"leftOut\":[{\"name\":1}]", "'name' is text"),
        Arguments.of("\"user\":\"\"", "\"user\":\"" + "x".repeat(1_001) + "\"", "is short"));
  }

  @Test
  void whatAManifestSaysOfWhatIsLeftOut_isSafeToShow() throws Exception {
    String json =
        manifest(Map.of("a.md", A))
            .replace(
                "\"count\"",
                "\"leftOut\":[{\"name\":\"\\u001b\",\"reason\":\"\\u001b[2J\"}],\"count\"");
    Files.write(path(), new HandZip().add("a.md", A).add("manifest.json", text(json)).build());
    try (Archive archive = Archive.open(path())) {
      LeftOut one = archive.manifest().orElseThrow().leftOut().getFirst();
      assertThat(one.reason()).isEqualTo("?[2J");
      assertThat(one.shown()).isEqualTo("'?': ?[2J");
    }
  }

  @Test
  void membersThatAreNotKnown_arePassedOver() throws Exception {
    String json =
        manifest(Map.of("a.md", A))
            .replace("\"kind\"", "\"new\":{\"x\":[1,{}]},\"kind\"")
            .replace("\"bytes\"", "\"more\":[],\"bytes\"");
    Files.write(path(), new HandZip().add("a.md", A).add("manifest.json", text(json)).build());
    try (Archive archive = Archive.open(path())) {
      assertThat(read(archive)).containsOnlyKeys("a.md");
      assertThat(archive.verify()).isEmpty();
    }
  }

  @Test
  void aBackupWithOtherFilesThanItsManifest_isRefused() throws Exception {
    assertRefused(
        new HandZip().add("a.md", A).add("manifest.json", text(manifest(Map.of()))),
        "'a.md': it is not in the manifest");
    assertRefused(
        new HandZip().add("manifest.json", text(manifest(Map.of("a.md", A)))),
        "'a.md': it is in the manifest, but not here");
    String twice = manifest(Map.of("a.md", A, "b.md", A)).replace("b.md", "a.md");
    assertRefused(
        new HandZip().add("a.md", A).add("manifest.json", text(twice)),
        "'a.md': it is in the manifest twice");
    assertRefused(
        new HandZip().add("x/a.md", A).add("manifest.json", text(manifest(Map.of("x/a.md", A)))),
        "a backup has no directories");
    assertRefused(
        new HandZip().add("a.txt", A).add("manifest.json", text(manifest(Map.of("a.txt", A)))),
        "no name of a persona file");
  }

  private Path path() {
    return directory.resolve("hostile.zip");
  }

  /** Refused when it is opened, or before something wrong is handed over; and found by verify. */
  private void assertRefused(HandZip zip, String problem) throws Exception {
    Path path = Files.write(path(), zip.build());
    PersonaException refusal =
        refused(
            Code.INVALID_FILE,
            () -> {
              try (Archive archive = Archive.open(path)) {
                read(archive);
              }
            });
    assertThat(refusal).hasMessageContaining(problem);
    assertThat(refusal.getMessage().chars()).noneMatch(Character::isISOControl);
    assertThat(Archive.verify(path)).isNotEmpty();
  }
}
