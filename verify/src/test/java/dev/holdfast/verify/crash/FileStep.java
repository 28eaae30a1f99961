package dev.holdfast.verify.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One operation of a sequence.
 *
 * @param number its place in the sequence; its content tells it
 */
record FileStep(Kind kind, String file, int number) {

  enum Kind {
    WRITE,
    CREATE_NEW,
    UPDATE,
    DELETE,
    MOVE
  }

  /** More than a sector, so that it can be torn. */
  private static final int CONTENT_BYTES = 700;

  /**
   * All sequences of exactly so many operations on the files {@code a} and {@code b}; the first one
   * is on {@code a}, since the names do not matter.
   */
  static List<List<FileStep>> sequences(int length) {
    List<List<FileStep>> sequences = new ArrayList<>();
    sequences.add(List.of());
    for (int i = 0; i < length; i++) {
      List<List<FileStep>> longer = new ArrayList<>();
      for (List<FileStep> begun : sequences) {
        for (Kind kind : Kind.values()) {
          for (String file : i == 0 ? List.of("a") : List.of("a", "b")) {
            List<FileStep> next = new ArrayList<>(begun);
            next.add(new FileStep(kind, file, i));
            longer.add(List.copyOf(next));
          }
        }
      }
      sequences = longer;
    }
    return sequences;
  }

  /** Does it. */
  void run(AtomicFiles files, Path root) throws IOException, InterruptedException {
    Path path = root.resolve(file);
    switch (kind) {
      case WRITE -> files.write(path, content().getBytes(UTF_8));
      case CREATE_NEW -> {
        try {
          files.createNew(path, content().getBytes(UTF_8));
        } catch (FileAlreadyExistsException e) {
          // then nothing is to change
        }
      }
      case UPDATE ->
          files.update(path, before -> (content() + new String(before, UTF_8)).getBytes(UTF_8));
      case DELETE -> files.delete(path);
      case MOVE -> {
        try {
          files.move(path, root.resolve(other()));
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
          // then nothing is to change
        }
      }
    }
  }

  /** Where a file is moved to. */
  private String other() {
    return file.equals("a") ? "b" : "a";
  }

  /** What there may be in the middle of it, besides what was before and what comes after. */
  Map<String, String> amidst(Map<String, String> before) {
    Map<String, String> amidst = new TreeMap<>(before);
    String moved = before.get(file);
    if (kind == Kind.MOVE && moved != null) {
      amidst.putIfAbsent(other(), moved); // this file system cannot rename without overwriting
    }
    return amidst;
  }

  /** What there is after it. */
  Map<String, String> after(Map<String, String> before) {
    Map<String, String> after = new TreeMap<>(before);
    switch (kind) {
      case WRITE -> after.put(file, content());
      case CREATE_NEW -> after.putIfAbsent(file, content());
      case UPDATE -> after.merge(file, content(), (old, mine) -> mine + old);
      case DELETE -> after.remove(file);
      case MOVE -> {
        String moved = after.get(file);
        if (moved != null && !after.containsKey(other())) {
          after.remove(file);
          after.put(other(), moved);
        }
      }
    }
    return after;
  }

  private String content() {
    return "%s %d;".formatted(kind, number).repeat(CONTENT_BYTES).substring(0, CONTENT_BYTES);
  }

  @Override
  public String toString() {
    return kind + " " + file;
  }
}
