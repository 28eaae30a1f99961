package dev.holdfast.testkit.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each sentence of {@link PersistenceModel}: exactly which states a crash at the end may leave. */
final class PersistenceModelTest {

  private PersistenceModel model = PersistenceModel.strict().withSizes(4, 8);
  private DirectoryTask<IOException> setup = root -> {};

  /** All states after the last operation, each a text such as {@code "a=new d/ d/b=old"}. */
  private Set<String> statesAtTheEndOf(Workload<IOException> workload) throws IOException {
    Set<String> states = new TreeSet<>();
    CrashReport report =
        CrashSimulator.of(model)
            .startingWith(setup)
            .run(
                (root, marks) -> {
                  workload.run(root, marks);
                  marks.reached("end");
                })
            .crashes()
            .since("end")
            .check(state -> states.add(tree(state.root())));
    assertThat(report.leftOut()).isZero();
    return states;
  }

  private static String tree(Path root) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path each : found.sorted().skip(1).toList()) {
        text.append(text.isEmpty() ? "" : " ").append(root.relativize(each));
        if (Files.isSymbolicLink(each)) {
          text.append("->").append(Files.readSymbolicLink(each));
        } else if (Files.isDirectory(each)) {
          text.append("/");
        } else {
          text.append("=").append(Files.readString(each).replace('\0', '0'));
        }
      }
    }
    return text.toString();
  }

  private static void write(Path file, String content, boolean sync, OpenOption... options)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, options)) {
      channel.write(bytes(content));
      if (sync) {
        channel.force(false);
      }
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      channel.force(true);
    }
  }

  @Test
  void unsyncedWrite_isLost_orHasItsSizeOnly_orIsThere() throws Exception {
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> write(root.resolve("a"), "new", false, CREATE_NEW, WRITE)))
        .containsExactlyInAnyOrder("", "a=", "a=000", "a=new");
  }

  @Test
  void unsyncedSize_doesNotGrowWithoutData_ifTheModelSaysSo() throws Exception {
    model = model.withSizeGrowsWithoutData(false);
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> write(root.resolve("a"), "new", false, CREATE_NEW, WRITE)))
        .containsExactlyInAnyOrder("", "a=", "a=new");
  }

  @Test
  void syncOfAFile_makesTheContentDurable_notTheName() throws Exception {
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> write(root.resolve("a"), "new", true, CREATE_NEW, WRITE)))
        .containsExactlyInAnyOrder("", "a=new");
  }

  @Test
  void syncOfAFile_makesTheNameDurable_ifTheModelSaysSo() throws Exception {
    model = model.withFileSyncPersistsName(true);
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> write(root.resolve("a"), "new", true, CREATE_NEW, WRITE)))
        .containsExactlyInAnyOrder("a=new");
  }

  @Test
  void syncOfADirectory_makesTheNameDurable_notTheContent() throws Exception {
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  write(root.resolve("a"), "new", false, CREATE_NEW, WRITE);
                  sync(root);
                }))
        .containsExactlyInAnyOrder("a=", "a=000", "a=new");
  }

  @Test
  void openedWithSync_everyWriteIsSynced() throws Exception {
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> write(root.resolve("a"), "new", false, CREATE_NEW, WRITE, SYNC)))
        .containsExactlyInAnyOrder("", "a=new");
  }

  @Test
  void pages_arriveOneByOne_andOneOfThemIsTornBetweenSectors() throws Exception {
    setup = root -> Files.writeString(root.resolve("a"), "aaaabbbbccccdddd");
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> write(root.resolve("a"), "AAAABBBBCCCCDDDD", false, WRITE)))
        .containsExactlyInAnyOrder(
            "a=aaaabbbbccccdddd",
            "a=AAAABBBBccccdddd",
            "a=aaaabbbbCCCCDDDD",
            "a=AAAABBBBCCCCDDDD",
            // torn
            "a=AAAAbbbbccccdddd",
            "a=aaaaBBBBccccdddd",
            "a=AAAAbbbbCCCCDDDD",
            "a=aaaaBBBBCCCCDDDD",
            "a=aaaabbbbCCCCdddd",
            "a=aaaabbbbccccDDDD",
            "a=AAAABBBBCCCCdddd",
            "a=AAAABBBBccccDDDD");
  }

  @Test
  void writes_arriveInAnyOrder() throws Exception {
    setup = root -> Files.writeString(root.resolve("a"), "aaaaaaaabbbbbbbb");
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  try (FileChannel channel = FileChannel.open(root.resolve("a"), WRITE)) {
                    channel.write(bytes("1"), 0);
                    channel.write(bytes("2"), 8);
                  }
                }))
        .containsExactlyInAnyOrder(
            "a=aaaaaaaabbbbbbbb", "a=1aaaaaaabbbbbbbb", "a=aaaaaaaa2bbbbbbb", "a=1aaaaaaa2bbbbbbb");
  }

  @Test
  void append_growsOnly() throws Exception {
    setup = root -> Files.writeString(root.resolve("a"), "ab");
    assertThat(statesAtTheEndOf((root, marks) -> write(root.resolve("a"), "cd", false, APPEND)))
        .containsExactlyInAnyOrder("a=ab", "a=ab00", "a=abcd");
  }

  @Test
  void truncation_isLost_orDone_orHasZeroedTheCutPageOnly() throws Exception {
    setup = root -> Files.writeString(root.resolve("a"), "abcdefghijkl"); // a page and a half
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  try (FileChannel channel = FileChannel.open(root.resolve("a"), WRITE)) {
                    channel.truncate(4);
                  }
                }))
        .containsExactlyInAnyOrder("a=abcdefghijkl", "a=abcd", "a=abcd0000ijkl");
  }

  private static void createTwo(Path one, Path other) throws IOException {
    Files.createFile(one);
    Files.createFile(other);
  }

  @Test
  void names_inOneDirectory_arriveInOrder() throws Exception {
    assertThat(statesAtTheEndOf((root, marks) -> createTwo(root.resolve("a"), root.resolve("b"))))
        .containsExactlyInAnyOrder("", "a=", "a= b=");
  }

  @Test
  void names_inOneDirectory_arriveInAnyOrder_ifTheModelSaysSo() throws Exception {
    model = model.withEntryOrder(EntryOrder.BY_NAME);
    assertThat(statesAtTheEndOf((root, marks) -> createTwo(root.resolve("a"), root.resolve("b"))))
        .containsExactlyInAnyOrder("", "a=", "b=", "a= b=");
  }

  private static void twoDirectories(Path root) throws IOException {
    Files.createDirectory(root.resolve("d"));
    Files.createDirectory(root.resolve("e"));
  }

  @Test
  void names_inTwoDirectories_arriveInAnyOrder() throws Exception {
    setup = PersistenceModelTest::twoDirectories;
    assertThat(
            statesAtTheEndOf((root, marks) -> createTwo(root.resolve("d/a"), root.resolve("e/b"))))
        .containsExactlyInAnyOrder("d/ e/", "d/ d/a= e/", "d/ e/ e/b=", "d/ d/a= e/ e/b=");
  }

  @Test
  void names_inTwoDirectories_arriveInOrder_withAJournal() throws Exception {
    model = model.withEntryOrder(EntryOrder.JOURNAL);
    setup = PersistenceModelTest::twoDirectories;
    assertThat(
            statesAtTheEndOf((root, marks) -> createTwo(root.resolve("d/a"), root.resolve("e/b"))))
        .containsExactlyInAnyOrder("d/ e/", "d/ d/a= e/", "d/ d/a= e/ e/b=");
  }

  private static void moveAcross(Path root) throws IOException {
    Files.move(root.resolve("d/a"), root.resolve("e/b"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void twoDirectoriesAndAFile(Path root) throws IOException {
    twoDirectories(root);
    Files.writeString(root.resolve("d/a"), "x");
  }

  @Test
  void rename_betweenDirectories_isAtomic() throws Exception {
    setup = PersistenceModelTest::twoDirectoriesAndAFile;
    assertThat(statesAtTheEndOf((root, marks) -> moveAcross(root)))
        .containsExactlyInAnyOrder("d/ d/a=x e/", "d/ e/ e/b=x");
  }

  @Test
  void rename_betweenDirectories_isHalfDone_ifTheModelSaysSo() throws Exception {
    model = model.withRenameIsAtomic(false);
    setup = PersistenceModelTest::twoDirectoriesAndAFile;
    assertThat(statesAtTheEndOf((root, marks) -> moveAcross(root)))
        .containsExactlyInAnyOrder("d/ d/a=x e/", "d/ e/ e/b=x", "d/ e/", "d/ d/a=x e/ e/b=x");
  }

  @Test
  void atomicRename_isDurable_whenOneOfItsDirectoriesIsSynced() throws Exception {
    setup = PersistenceModelTest::twoDirectoriesAndAFile;
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  moveAcross(root);
                  sync(root.resolve("e"));
                }))
        .containsExactlyInAnyOrder("d/ e/ e/b=x");
  }

  @Test
  void syncOfADirectory_makesDurableWhatMustComeBeforeIt_alsoElsewhere() throws Exception {
    setup = PersistenceModelTest::twoDirectories;
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  Files.createFile(root.resolve("d/a"));
                  moveAcross(root);
                  sync(root.resolve("e"));
                }))
        .containsExactlyInAnyOrder("d/ e/ e/b=");
  }

  @Test
  void rename_mayArriveWithoutTheContent() throws Exception {
    setup = root -> Files.writeString(root.resolve("b"), "old");
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  write(root.resolve("a"), "new", false, CREATE_NEW, WRITE);
                  Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.ATOMIC_MOVE);
                  sync(root);
                }))
        .containsExactlyInAnyOrder("b=", "b=000", "b=new");
  }

  @Test
  void attributes_areLost_orThere_andAFullSyncKeepsThem() throws Exception {
    setup =
        root ->
            Files.createFile(
                root.resolve("a"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Set<String> modes = new TreeSet<>();
    CrashSimulator.of(model)
        .startingWith(setup)
        .run(
            (root, marks) -> {
              Files.setPosixFilePermissions(
                  root.resolve("a"), PosixFilePermissions.fromString("rw-r--r--"));
              marks.reached("set");
              sync(root.resolve("a"));
              marks.reached("synced");
            })
        .crashes()
        .check(
            state ->
                modes.add(
                    state.marks()
                        + PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(state.root().resolve("a")))));
    assertThat(modes)
        .containsExactlyInAnyOrder(
            "[]rw-------",
            "[]rw-r--r--",
            "[set]rw-------",
            "[set]rw-r--r--",
            "[set, synced]rw-r--r--");
  }

  @Test
  void extendedAttributesAndTimes_areLost_orThere_oneAfterTheOther() throws Exception {
    setup = root -> Files.createFile(root.resolve("a"));
    Set<String> seen = new TreeSet<>();
    CrashSimulator.of(model)
        .startingWith(setup)
        .run(
            (root, marks) -> {
              Files.setAttribute(root.resolve("a"), "user:kind", bytes("test"));
              Files.setLastModifiedTime(root.resolve("a"), FileTime.fromMillis(1000));
              marks.reached("set");
            })
        .crashes()
        .since("set")
        .check(
            state -> {
              Path a = state.root().resolve("a");
              boolean timeSet = Files.getLastModifiedTime(a).toMillis() == 1000;
              UserDefinedFileAttributeView user =
                  Files.getFileAttributeView(a, UserDefinedFileAttributeView.class);
              seen.add(user.list() + (timeSet ? " time" : ""));
            });
    assertThat(seen).containsExactlyInAnyOrder("[]", "[kind]", "[kind] time");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Test
  void hardLinks_areOneFile() throws Exception {
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  write(root.resolve("a"), "x", true, CREATE_NEW, WRITE);
                  Files.createLink(root.resolve("b"), root.resolve("a"));
                  sync(root);
                  write(root.resolve("b"), "y", true, WRITE);
                  Files.delete(root.resolve("a"));
                }))
        .containsExactlyInAnyOrder("a=y b=y", "b=y");
  }

  @Test
  void hardLinks_areStillOneFile_afterACrash() throws Exception {
    CrashSimulator.of(model)
        .run(
            (root, marks) -> {
              write(root.resolve("a"), "x", true, CREATE_NEW, WRITE);
              Files.createLink(root.resolve("b"), root.resolve("a"));
              sync(root);
              marks.reached("synced");
            })
        .crashes()
        .since("synced")
        .check(
            state ->
                assertThat(Files.isSameFile(state.root().resolve("a"), state.root().resolve("b")))
                    .isTrue());
  }

  @Test
  void symbolicLinks_pointToTheSamePlace_afterACrash() throws Exception {
    setup = root -> Files.writeString(root.resolve("a"), "x");
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  Files.createSymbolicLink(root.resolve("l"), root.resolve("a"));
                  assertThat(Files.readString(root.resolve("l"))).isEqualTo("x");
                }))
        .containsExactlyInAnyOrder("a=x", "a=x l->/disk/a");
  }

  @Test
  void aNewDirectory_isLostWithAllThatIsInIt() throws Exception {
    assertThat(
            statesAtTheEndOf(
                (root, marks) -> {
                  Files.createDirectory(root.resolve("d"));
                  write(root.resolve("d/a"), "x", true, CREATE_NEW, WRITE);
                  sync(root.resolve("d"));
                }))
        .containsExactlyInAnyOrder("", "d/ d/a=x");
  }
}
