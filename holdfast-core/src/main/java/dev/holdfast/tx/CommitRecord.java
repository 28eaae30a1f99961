package dev.holdfast.tx;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.internal.tree.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a transaction does, as it stands in the file {@code commit} of the journal. Text in UTF-8,
 * one word after a blank, one entry a line; {@code docs/formats/tree.md} is the same for people.
 *
 * <pre>
 * holdfast-tree 1
 * stage stage-0b7d6f3ac2e1f054-3d1f6a0c9be84b1d8f2a7c5e90d4b613
 * put 0 5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 notes/a.md
 * delete 1 b.md
 * move 2 c.md d%20e.md
 * directory 3 empty
 * link 4 8a7b… latest.md
 * end 86a1…
 * </pre>
 *
 * <p>The last word is the SHA-256 of everything before its line.
 *
 * @param stage the name of the directory with the contents
 */
record CommitRecord(String stage, List<Entry> entries) {

  private static final int VERSION = 1;
  private static final String MAGIC = "holdfast-tree ";
  private static final String STAGE = "stage ";
  private static final String END = "end ";
  private static final Pattern NEWER = Pattern.compile("[1-9][0-9]{0,8}");

  /** The content of the file. */
  byte[] encode(TreePaths paths) {
    StringBuilder text = new StringBuilder();
    text.append(MAGIC).append(VERSION).append('\n');
    text.append(STAGE).append(stage).append('\n');
    for (Entry entry : entries) {
      String line =
          switch (entry) {
            case Entry.Put put ->
                "put %d %d %s %s"
                    .formatted(put.slot(), put.length(), put.sha256(), paths.toWord(put.path()));
            case Entry.Directory directory ->
                "directory %d %s".formatted(directory.slot(), paths.toWord(directory.path()));
            case Entry.Link link ->
                "link %d %s %s".formatted(link.slot(), link.sha256(), paths.toWord(link.path()));
            case Entry.Delete delete ->
                "delete %d %s".formatted(delete.slot(), paths.toWord(delete.path()));
            case Entry.Move move ->
                "move %d %s %s"
                    .formatted(move.slot(), paths.toWord(move.from()), paths.toWord(move.to()));
          };
      text.append(line).append('\n');
    }
    String end = END + Sha256.of(text.toString().getBytes(UTF_8)) + "\n";
    return text.append(end).toString().getBytes(UTF_8);
  }

  /**
   * Reads the content of the file.
   *
   * @throws JournalException if it is damaged or of a newer version
   */
  static CommitRecord decode(Path file, byte[] content, TreePaths paths) throws IOException {
    checkVersion(file, content);
    int end = content.length - END.length() - Sha256.DIGITS - 1;
    String last = end <= 0 ? "" : new String(content, end, content.length - end, UTF_8);
    byte[] before = Arrays.copyOf(content, Math.max(end, 0));
    if (!last.equals(END + Sha256.of(before) + "\n")) {
      throw damaged(file, "its checksum is wrong");
    }
    String[] lines = new String(before, UTF_8).split("\n", -1);
    String stage = lines.length < 3 ? "" : lines[1];
    if (!stage.startsWith(STAGE) || !Stage.isName(stage.substring(STAGE.length()))) {
      throw damaged(file, "it names no stage");
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : Arrays.asList(lines).subList(2, lines.length - 1)) {
      try {
        entries.add(entry(line.split(" ", -1), paths));
      } catch (IllegalArgumentException e) { // also of paths and numbers
        throw damaged(file, "it says '%s', which means nothing".formatted(line));
      }
    }
    try {
      Participants _ = Participants.of(entries);
    } catch (IllegalArgumentException e) {
      throw damaged(file, "it contradicts itself: " + e.getMessage());
    }
    return new CommitRecord(stage.substring(STAGE.length()), List.copyOf(entries));
  }

  private static void checkVersion(Path file, byte[] content) throws JournalException {
    String start = new String(content, 0, Math.min(content.length, 100), UTF_8);
    String version =
        start.startsWith(MAGIC) ? start.substring(MAGIC.length()).split("\n", 2)[0] : "";
    if (!NEWER.matcher(version).matches()) {
      throw damaged(file, "it is no record of a transaction");
    }
    if (Integer.parseInt(version) != VERSION) {
      throw new JournalException(
          file,
          "it has format %s, and this program knows %d".formatted(version, VERSION),
          "Open the tree with the program that wrote it, or a newer one");
    }
  }

  private static Entry entry(String[] words, TreePaths paths) throws IOException {
    int slot = words.length < 3 ? -1 : Integer.parseInt(words[1]);
    if (slot >= 0 && words[0].equals("put") && words.length == 5) {
      long length = Long.parseLong(words[2]);
      if (length >= 0 && Sha256.isOne(words[3])) {
        return new Entry.Put(slot, paths.fromWord(words[4]), length, words[3]);
      }
    } else if (slot >= 0 && words[0].equals("directory") && words.length == 3) {
      return new Entry.Directory(slot, paths.fromWord(words[2]));
    } else if (slot >= 0
        && words[0].equals("link")
        && words.length == 4
        && Sha256.isOne(words[2])) {
      return new Entry.Link(slot, paths.fromWord(words[3]), words[2]);
    } else if (slot >= 0 && words[0].equals("delete") && words.length == 3) {
      return new Entry.Delete(slot, paths.fromWord(words[2]));
    } else if (slot >= 0 && words[0].equals("move") && words.length == 4) {
      return new Entry.Move(slot, paths.fromWord(words[2]), paths.fromWord(words[3]));
    }
    throw new IllegalArgumentException("no entry");
  }

  /** The record, or what belongs to it, is not as it was written. */
  static JournalException damaged(Path file, String problem) {
    return new JournalException(
        file,
        problem + ", so a committed transaction cannot be finished",
        "Restore it from a backup; or check the files by hand and delete it to give the rest up");
  }
}
