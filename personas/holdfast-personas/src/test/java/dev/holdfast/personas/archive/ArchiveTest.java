package dev.holdfast.personas.archive;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.archive.Archives.ORIGIN;
import static dev.holdfast.personas.archive.Archives.backup;
import static dev.holdfast.personas.archive.Archives.manifest;
import static dev.holdfast.personas.archive.Archives.read;
import static dev.holdfast.personas.archive.Archives.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.PersonaRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

  @TempDir private Path directory;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private Path zip;

  @BeforeEach
  void someFiles() {
    zip = directory.resolve("backup.zip");
    files.put("b.md", text("second"));
    files.put("Grüße ✓.MD", text("Grüße"));
    files.put("what? \"quoted\".md", text(""));
    files.put("large.md", text("a".repeat(PersonaRules.MAX_FILE_BYTES)));
  }

  @Test
  void aBackup_comesBackAsItWas() throws Exception {
    Files.write(zip, backup(files));
    try (Archive archive = Archive.open(zip)) {
      Map<String, String> read = read(archive);
      assertThat(read.keySet()).containsExactlyElementsOf(files.keySet());
      assertThat(read).allSatisfy((n, c) -> assertThat(text(c)).isEqualTo(files.get(n)));
      assertThat(read(archive)).as("the second time").isEqualTo(read);
      assertThat(archive.verify()).isEmpty();
      Manifest manifest = archive.manifest().orElseThrow();
      assertThat(manifest.origin()).isEqualTo(ORIGIN);
      assertThat(manifest.files().getFirst())
          .isEqualTo(new Manifest.Item("b.md", 6, Sha256.of(text("second"))));
    }
    assertThat(Archive.verify(zip)).isEmpty();
  }

  @Test
  void anEmptyBackup_isABackup() throws Exception {
    Files.write(zip, backup(Map.of()));
    try (Archive archive = Archive.open(zip)) {
      assertThat(read(archive)).isEmpty();
      assertThat(archive.manifest().orElseThrow().files()).isEmpty();
    }
  }

  @Test
  void theSameFiles_giveTheSameBytes() throws Exception {
    assertThat(backup(files)).isEqualTo(backup(files));
  }

  @Test
  void tenThousandPersonas_fit() throws Exception {
    try (OutputStream out = Files.newOutputStream(zip);
        ArchiveWriter writer = new ArchiveWriter(out, ORIGIN)) {
      for (int i = 0; i < 10_000; i++) {
        writer.add("persona-%d.md".formatted(i), text("persona " + i));
      }
      assertThat(writer.finish().files()).hasSize(10_000);
    }
    int[] count = {0};
    try (Archive archive = Archive.open(zip)) {
      archive.read((name, content) -> assertThat(content).isEqualTo(text("persona " + count[0]++)));
    }
    assertThat(count[0]).isEqualTo(10_000);
  }

  @Test
  void infoZip_findsNothingWrong() throws Exception {
    Files.write(zip, backup(files));
    assumeTrue(works("unzip", "-v"), "skipped: there is no unzip here");
    assertThat(works("unzip", "-t", zip.toString())).isTrue();
  }

  @Test
  void aBackupThatWasNotFinished_isRefused() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = new ArchiveWriter(out, ORIGIN)) {
      writer.add("a.md", text("a"));
    }
    Files.write(zip, out.toByteArray());
    refused(Code.INVALID_FILE, () -> Archive.open(zip));
    assertThat(Archive.verify(zip))
        .containsExactly(new Damage("backup.zip", "this is no ZIP file, or its end is missing"));
  }

  @Test
  void everyTruncation_isRefused() throws Exception {
    files.remove("large.md");
    byte[] whole = backup(files);
    for (int length = 0; length < whole.length; length++) {
      Files.write(zip, java.util.Arrays.copyOf(whole, length));
      refused(Code.INVALID_FILE, () -> Archive.open(zip));
      assertThat(Archive.verify(zip)).hasSize(1);
    }
  }

  @Test
  void everyChangedByteOfContents_isFoundBeforeItIsHandedOver() throws Exception {
    Map<String, byte[]> expected = Map.of("a.md", text("the content of a"));
    byte[] whole =
        new HandZip()
            .store("a.md", text("the content of A")) // a CRC that fits, another hash
            .add("manifest.json", text(manifest(expected)))
            .build();
    Files.write(zip, whole);
    try (Archive archive = Archive.open(zip)) {
      PersonaException refusal = refused(Code.INVALID_FILE, () -> read(archive));
      assertThat(refusal).hasMessageContaining("'a.md': its content is not what the manifest says");
      assertThat(archive.verify()).extracting(Damage::file).containsExactly("a.md");
    }
  }

  @Test
  void verify_namesEachDamagedFile() throws Exception {
    byte[] good = text("good");
    Map<String, byte[]> listed = new LinkedHashMap<>();
    listed.put("good.md", good);
    listed.put("gone.md", good);
    listed.put("bad.md", text("bad"));
    Files.write(
        zip,
        new HandZip()
            .add("good.md", good)
            .add("bad.md", text("BAD"))
            .add("rot.md", text("rotten content"), e -> e.data[3] ^= 1)
            .add("more.md", good)
            .add("manifest.json", text(manifest(listed)))
            .build());
    try (Archive archive = Archive.open(zip)) {
      assertThat(archive.verify())
          .extracting(Damage::file)
          .containsExactly("bad.md", "rot.md", "more.md", "gone.md");
      assertThat(refused(Code.INVALID_FILE, () -> read(archive)))
          .hasMessageContaining("it is not in the manifest");
    }
  }

  @Test
  void aZipThatPeopleMade_isReadButIsNoBackup() throws Exception {
    Files.write(
        zip,
        new HandZip()
            .add("mine/", text(""), e -> e.mode = 040755)
            .add("mine/a.md", text("a"))
            .add("b.md", text("b"))
            .add("README.txt", text("no persona"))
            .add("__MACOSX/mine/._a.md", text("no persona"))
            .add("__MACOSX/b.md", text("no persona"))
            .build());
    try (Archive archive = Archive.open(zip)) {
      assertThat(archive.manifest()).isEmpty();
      assertThat(read(archive)).isEqualTo(Map.of("a.md", "a", "b.md", "b"));
    }
  }

  @Test
  void whatInfoZipPacks_isRead() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Files.writeString(folder.resolve("a.md"), "a".repeat(100));
    Files.writeString(folder.resolve("b.md"), "b");
    assumeTrue(
        works("zip", "-r", zip.toString(), folder.toString()), "skipped: there is no zip here");
    try (Archive archive = Archive.open(zip)) {
      assertThat(read(archive)).isEqualTo(Map.of("a.md", "a".repeat(100), "b.md", "b"));
    }
  }

  @Test
  void theWriter_leavesOutWhatTheReaderWouldRefuse_andSaysSo() throws Exception {
    List<String> odd =
        List.of("A.md", "../b.md", "c/d.md", "nul.md", "manifest.json", ".x.md", "e\n.md", "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Manifest written;
    try (ArchiveWriter writer = new ArchiveWriter(out, ORIGIN)) {
      assertThat(writer.add("a.md", text("a"))).isTrue();
      for (String name : odd) {
        assertThat(writer.add(name, text(""))).as(name).isFalse();
      }
      assertThat(writer.add("big.md", new byte[PersonaRules.MAX_FILE_BYTES + 1])).isFalse();
      writer.leaveOut("link.md", "it is a link");
      written = writer.finish();
      assertThatThrownBy(() -> writer.add("late.md", text("")))
          .isInstanceOf(IllegalStateException.class);
    }
    Files.write(zip, out.toByteArray());
    try (Archive archive = Archive.open(zip)) {
      assertThat(read(archive)).isEqualTo(Map.of("a.md", "a"));
      assertThat(archive.manifest()).contains(written);
      assertThat(archive.verify()).isEmpty();
    }
    List<String> names = new ArrayList<>(odd);
    names.addAll(List.of("big.md", "link.md"));
    assertThat(written.leftOut()).extracting(LeftOut::name).isEqualTo(names);
    assertThat(written.leftOut())
        .contains(
            new LeftOut("nul.md", "its name is that of a device"),
            new LeftOut("big.md", "it has 524289 bytes; the limit is 524288"),
            new LeftOut("link.md", "it is a link"));
  }

  /** A name that cannot be written down still does not stand in the way of a backup. */
  @Test
  void halfOfASurrogatePair_isAQuestionMark() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = new ArchiveWriter(out, ORIGIN)) {
      assertThat(writer.add("x\ud800.md", text(""))).isFalse();
      Manifest _ = writer.finish();
    }
    Files.write(zip, out.toByteArray());
    try (Archive archive = Archive.open(zip)) {
      assertThat(archive.manifest().orElseThrow().leftOut())
          .containsExactly(new LeftOut("x?.md", "its name has half of a surrogate pair"));
    }
  }

  @Test
  void aStreamThatFailsAnywhere_isAnIoFailureAndNoBackup() throws Exception {
    files.remove("large.md");
    int whole = backup(files).length;
    for (int limit = 0; limit < whole; limit += 7) {
      Limited out = new Limited(limit);
      try (ArchiveWriter writer = new ArchiveWriter(out, ORIGIN)) {
        assertThatThrownBy(
                () -> {
                  for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    writer.add(file.getKey(), file.getValue());
                  }
                  writer.finish();
                })
            .isExactlyInstanceOf(IOException.class)
            .hasMessage("full");
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      }
      Files.write(zip, out.bytes.toByteArray());
      refused(Code.INVALID_FILE, () -> Archive.open(zip));
    }
  }

  private static final class Limited extends OutputStream {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;

    Limited(int limit) {
      this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
      if (bytes.size() == limit) {
        throw new IOException("full");
      }
      bytes.write(b);
    }
  }

  @Test
  void aDirectory_isRefused_andNothingIsAnIoFailure() throws Exception {
    refused(Code.INVALID_FILE, () -> Archive.open(directory));
    assertThatThrownBy(() -> Archive.open(zip)).isInstanceOf(NoSuchFileException.class);
  }

  private static boolean works(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
