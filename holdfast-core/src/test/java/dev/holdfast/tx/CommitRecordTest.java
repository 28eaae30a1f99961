package dev.holdfast.tx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.internal.tree.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitRecordTest {

  private static final Path ROOT = Path.of("/srv/tree");
  private static final Path FILE = ROOT.resolve(".holdfast-tree/commit");
  private static final TreePaths PATHS = new TreePaths(ROOT);

  /** The sample of docs/formats/tree.md. Never change it: old records must be read. */
  private static final String SAMPLE =
      """
      holdfast-tree 1
      stage stage-0b7d6f3ac2e1f054-3d1f6a0c9be84b1d8f2a7c5e90d4b613
      put 0 5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 notes/a.md
      delete 2 b.md
      move 3 c.md d%20e%0af.md
      end 673a0f09a3d07098f2a5d8eb6a71d128621dc5004552af7ceacf54de0300658e
      """;

  private static final CommitRecord MEANING =
      new CommitRecord(
          "stage-0b7d6f3ac2e1f054-3d1f6a0c9be84b1d8f2a7c5e90d4b613",
          List.of(
              new Entry.Put(
                  0,
                  ROOT.resolve("notes/a.md"),
                  5,
                  "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
              new Entry.Delete(2, ROOT.resolve("b.md")),
              new Entry.Move(3, ROOT.resolve("c.md"), ROOT.resolve("d e\nf.md"))));

  /** The second sample of the document. */
  private static final String CREATING =
      """
      holdfast-tree 1
      stage stage-0b7d6f3ac2e1f054-3d1f6a0c9be84b1d8f2a7c5e90d4b613
      directory 0 notes/empty
      link 1 8d35ae0a8f3ca4ba8cd8a4a8ffcad9a4e57f77c0f1d4fc4f7f2cf4aee0e0bf29 notes/latest.md
      """;

  @Test
  void sampleOfWhatIsCreated_isRead_andWrittenByteForByte() throws Exception {
    String sample = CREATING + "end " + Sha256.of(CREATING.getBytes(UTF_8)) + "\n";
    CommitRecord meaning =
        new CommitRecord(
            MEANING.stage(),
            List.of(
                new Entry.Directory(0, ROOT.resolve("notes/empty")),
                new Entry.Link(
                    1,
                    ROOT.resolve("notes/latest.md"),
                    "8d35ae0a8f3ca4ba8cd8a4a8ffcad9a4e57f77c0f1d4fc4f7f2cf4aee0e0bf29")));
    assertThat(CommitRecord.decode(FILE, sample.getBytes(UTF_8), PATHS)).isEqualTo(meaning);
    assertThat(new String(meaning.encode(PATHS), UTF_8)).isEqualTo(sample);
    assertThat(Files.readString(Path.of("../docs/formats/tree.md"))).contains(sample);
  }

  /** Whatever the order of the entries. */
  @Test
  void whatMayBeTogether_isRead() throws Exception {
    List<Entry> entries =
        List.of(
            new Entry.Directory(0, ROOT.resolve("v/e")),
            new Entry.Directory(1, ROOT.resolve("v")),
            new Entry.Move(2, ROOT.resolve("v"), ROOT.resolve("w")),
            new Entry.Move(3, ROOT.resolve("w"), ROOT.resolve("v/w")));
    for (List<Entry> each : List.of(entries, entries.reversed())) {
      CommitRecord record = new CommitRecord(MEANING.stage(), each);
      assertThat(CommitRecord.decode(FILE, record.encode(PATHS), PATHS)).isEqualTo(record);
      assertThat(Participants.areWoven(each)).isTrue();
    }
  }

  /** What is deleted last must not be what was filled before, under a name that is the same. */
  @ParameterizedTest
  @CsvSource({"a.md, A.md", "d/\u00e9.md, d/e\u0301.md", "\u00df.md, \u1e9e.md"})
  void namesThatAFileSystemMayTakeForOne_areWoven_ifOneIsDeletedAndOneFilled(
      String gone, String come) {
    Entry delete = new Entry.Delete(0, ROOT.resolve(gone));
    Entry put = new Entry.Put(1, ROOT.resolve(come), 0, "");
    Entry moveTo = new Entry.Move(1, ROOT.resolve("x"), ROOT.resolve(come));
    Entry moveFrom = new Entry.Move(0, ROOT.resolve(gone), ROOT.resolve("x"));
    assertThat(Participants.areWoven(List.of(put, delete))).isTrue();
    assertThat(Participants.areWoven(List.of(delete, moveTo))).isTrue();
    assertThat(Participants.areWoven(List.of(moveFrom, put))).isFalse();
    assertThat(Participants.areWoven(List.of(put, new Entry.Delete(0, ROOT.resolve("b")))))
        .isFalse();
  }

  @Test
  void sample_isRead_andWrittenByteForByte() throws Exception {
    assertThat(CommitRecord.decode(FILE, SAMPLE.getBytes(UTF_8), PATHS)).isEqualTo(MEANING);
    assertThat(new String(MEANING.encode(PATHS), UTF_8)).isEqualTo(SAMPLE);
  }

  @Test
  void sample_isThatOfTheDocument() throws Exception {
    assertThat(Files.readString(Path.of("../docs/formats/tree.md"))).contains(SAMPLE);
  }

  @Test
  void aNewerFormat_isRefused_whateverElseItSays() {
    assertThatThrownBy(
            () -> CommitRecord.decode(FILE, "holdfast-tree 2\nwhat\n".getBytes(UTF_8), PATHS))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining(FILE.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "put 0 5 2cf2 a",
        "put x 5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 a",
        "put 0 -5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 a",
        "delete 0 ../a",
        "delete 0 /a",
        "delete 0 a//b",
        "delete 0 .holdfast-tree/commit",
        "delete 0 %2e%2e",
        "delete 0 a%2fb",
        "delete 0 %41",
        "delete 0 a%zz",
        "delete 0 a%00",
        "delete 0 a b",
        "delete 0",
        "delete -1 a",
        "delete 0 a\ndelete 1 a",
        "move 0 a a",
        "link 0 a b",
        "directory 0",
        "directory -1 a",
        "directory 0 a\ndirectory 1 a",
        "directory 0 a/b\ndelete 1 a",
        "directory 0 a\ndelete 1 a/b",
        ""
      })
  void whatMeansNothing_isRefused(String line) {
    String text = "holdfast-tree 1\nstage " + MEANING.stage() + "\n" + line + "\n";
    String whole = text + "end " + Sha256.of(text.getBytes(UTF_8)) + "\n";
    assertThatThrownBy(() -> CommitRecord.decode(FILE, whole.getBytes(UTF_8), PATHS))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("delete it");
  }

  @Test
  void anyName_survives() throws Exception {
    long seed = Long.getLong("holdfast.seed", new Random().nextLong());
    System.out.println("CommitRecordTest: -Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder name = new StringBuilder(i + "-");
      for (int length = random.nextInt(20); length > 0; length--) {
        int character = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
        if (character != 0 && character != '/' && !isSurrogate(character)) {
          name.appendCodePoint(character);
        }
      }
      entries.add(new Entry.Delete(i, ROOT.resolve("dir").resolve(name.toString())));
    }
    CommitRecord record = new CommitRecord(MEANING.stage(), entries);
    byte[] written = record.encode(PATHS);
    assertThat(CommitRecord.decode(FILE, written, PATHS)).isEqualTo(record);
    assertThat(new String(written, UTF_8).lines()).hasSize(entries.size() + 3);
  }

  private static boolean isSurrogate(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }
}
