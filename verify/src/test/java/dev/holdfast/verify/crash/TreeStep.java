package dev.holdfast.verify.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileVersion;
import dev.holdfast.tx.FileTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One entry of a transaction over the files {@code a}, {@code b} and {@code dir/c}. */
enum TreeStep {
  PUT_A(Kind.PUT, "a", "A".repeat(700)),
  PUT_NEW(Kind.PUT, "new/deep/n", "N".repeat(700)),
  DELETE_A(Kind.DELETE, "a", ""),
  DELETE_B(Kind.DELETE, "b", ""),
  DELETE_DIR(Kind.DELETE, "dir", ""),
  MOVE_A_TO_NEW(Kind.MOVE, "new/x", "a"),
  MOVE_A_TO_B(Kind.MOVE, "b", "a"),
  MOVE_B_TO_A(Kind.MOVE, "a", "b"),
  MOVE_C(Kind.MOVE, "new/z", "dir/c"),
  MOVE_DIR(Kind.MOVE, "new/y", "dir"),
  MAKE_LINK(Kind.LINK, "link", "a"),
  MAKE_DIR(Kind.DIRECTORY, "made", ""),
  MAKE_INNER(Kind.DIRECTORY, "made/inner", ""),
  FILL_MADE(Kind.PUT, "made/inner/f", "F".repeat(700)),
  /** What was a file becomes something else, and the other way round. */
  DIR_AT_B(Kind.DIRECTORY, "b", ""),
  FILL_B(Kind.PUT, "b/x/f", "F"),
  PUT_B(Kind.PUT, "b", "B"),
  PUT_DIR(Kind.PUT, "dir", "D"),
  LINK_AT_DIR(Kind.LINK, "dir", "a"),
  /** With conditions, which are looked at before the commit; what is recorded is the same. */
  CREATE_FRESH(Kind.CREATE_NEW, "fresh", "C".repeat(700)),
  PUT_B_IF(Kind.PUT_IF, "b", "B".repeat(700)),
  DELETE_A_IF(Kind.DELETE_IF, "a", "");

  private enum Kind {
    PUT,
    CREATE_NEW,
    PUT_IF,
    DIRECTORY,
    LINK,
    DELETE,
    DELETE_IF,
    MOVE
  }

  /** What there is before. */
  static final Map<String, String> BEFORE = Map.of("a", "old a", "b", "old b", "dir/c", "old c");

  /** Of the directories that are created, and no others. */
  private static final String MODE = "rwxrwx---";

  /** Of the files that must be new, and no others. */
  private static final String FILE_MODE = "rw-rw-r--";

  private final Kind kind;

  /** Where something is created, deleted or moved to. */
  private final String path;

  /** What is put or linked to, or moved. */
  private final String what;

  TreeStep(Kind kind, String path, String what) {
    this.kind = kind;
    this.path = path;
    this.what = what;
  }

  /** Sets of more entries, that belong together. */
  static Stream<List<TreeStep>> creations() {
    return Stream.of(
        List.of(MAKE_LINK, MAKE_DIR, MAKE_INNER, FILL_MADE),
        List.of(DELETE_B, DIR_AT_B, FILL_B),
        List.of(MOVE_A_TO_NEW, MOVE_B_TO_A, DIR_AT_B, FILL_B),
        List.of(PUT_A, DELETE_B, DELETE_DIR, PUT_B, LINK_AT_DIR),
        List.of(DELETE_DIR, MAKE_INNER, PUT_DIR));
  }

  /**
   * All sets of exactly so many entries without conditions that a transaction may have together; of
   * more than two only those that put, move and delete.
   */
  static List<List<TreeStep>> transactions(int length) {
    List<List<TreeStep>> found = new ArrayList<>();
    List<TreeStep> all =
        List.copyOf(
            length > 2 ? EnumSet.range(PUT_A, MOVE_DIR) : EnumSet.range(PUT_A, LINK_AT_DIR));
    for (int bits = 0; bits < 1 << all.size(); bits++) {
      List<TreeStep> steps = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        if (((bits >> i) & 1) == 1) {
          steps.add(all.get(i));
        }
      }
      if (steps.size() == length && mayBeTogether(steps)) {
        found.add(List.copyOf(steps));
      }
    }
    return found;
  }

  private static boolean mayBeTogether(List<TreeStep> steps) {
    Set<String> vacated = new HashSet<>();
    Set<String> filled = new HashSet<>();
    boolean twice = false;
    for (TreeStep each : steps) {
      twice |= !each.vacates().isEmpty() && !vacated.add(each.vacates());
      twice |= each.kind != Kind.DELETE && !filled.add(each.path);
    }
    boolean allVacant = true;
    for (TreeStep each : steps) {
      boolean taken = Set.of("a", "b", "dir").contains(each.path) && each.kind != Kind.DELETE;
      allVacant &= !taken || vacated.contains(each.path) != (each == PUT_A);
    }
    return !twice
        && allVacant
        && !(vacated.contains("dir") && vacated.contains("dir/c"))
        && (!steps.contains(FILL_B) || steps.contains(DIR_AT_B));
  }

  private String vacates() {
    return switch (kind) {
      case DELETE, DELETE_IF -> path;
      case MOVE -> what;
      case PUT, CREATE_NEW, PUT_IF, DIRECTORY, LINK -> "";
    };
  }

  static void prepare(Path root) throws IOException {
    for (Map.Entry<String, String> each : BEFORE.entrySet()) {
      Path file = root.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
  }

  void addTo(FileTransaction change, Path root) throws IOException {
    Path at = root.resolve(path);
    switch (kind) {
      case PUT -> change.put(at, Content.text(what));
      case CREATE_NEW ->
          change.createNew(at, Content.text(what), PosixFilePermissions.fromString(FILE_MODE));
      case PUT_IF -> change.putIf(at, versionBefore(), Content.text(what));
      case DELETE_IF -> change.deleteIf(at, versionBefore());
      case DIRECTORY -> change.createDirectory(at, PosixFilePermissions.fromString(MODE));
      case LINK -> change.createSymbolicLink(at, root.getFileSystem().getPath(what));
      case DELETE -> change.delete(at);
      case MOVE -> change.move(root.resolve(what), at);
    }
  }

  private FileVersion versionBefore() {
    return FileVersion.of(BEFORE.get(path).getBytes(UTF_8));
  }

  /** What there is after all of them. */
  static SortedMap<String, String> after(List<TreeStep> steps) {
    SortedMap<String, String> after = new TreeMap<>(BEFORE);
    for (TreeStep each : steps) {
      after.keySet().removeIf(name -> (name + "/").startsWith(each.vacates() + "/"));
    }
    for (TreeStep each : steps) {
      switch (each.kind) {
        case PUT, PUT_IF -> after.put(each.path, each.what);
        case CREATE_NEW -> after.put(each.path, FILE_MODE + " " + each.what);
        case DIRECTORY -> after.put(each.path + "/", MODE);
        case LINK -> after.put(each.path, "-> " + each.what);
        case DELETE, DELETE_IF -> {
          // done
        }
        case MOVE ->
            BEFORE.forEach(
                (name, value) -> {
                  if ((name + "/").startsWith(each.what + "/")) {
                    after.put(each.path + name.substring(each.what.length()), value);
                  }
                });
      }
    }
    return after;
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** The files of a tree with their contents, links, and directories that a step created. */
  static SortedMap<String, String> contents(Path root) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        String name = root.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          found.put(name, "-> " + Files.readSymbolicLink(path));
        } else if (Files.isRegularFile(path)) {
          String content = Files.readString(path);
          found.put(name, modeOf(path).equals(FILE_MODE) ? FILE_MODE + " " + content : content);
        } else if (modeOf(path).equals(MODE)) {
          found.put(name + "/", MODE);
        }
      }
    }
    return found;
  }
}
