package dev.holdfast.server.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges what a reader sees while the files are written: each file whole, none missing, and no
 * version or edit taken back. For one thread.
 */
final class Reads {

  private static final int EXAMPLES = 5;

  private final Map<String, DemoFile.Whole> latest = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long reads;
  private long torn;
  private long missing;
  private long backwards;

  /** The reader has read this file. */
  DemoFile see(String fileName, byte[] content) {
    reads++;
    DemoFile seen = DemoFile.parse(content);
    switch (seen) {
      case DemoFile.Torn(String reason) -> {
        torn++;
        example(fileName + " was torn: " + reason);
      }
      case DemoFile.Whole whole -> {
        DemoFile.Whole before = latest.put(fileName, whole);
        if (before != null && isBefore(whole, before)) {
          backwards++;
          example("%s went back from %s to %s".formatted(fileName, before, whole));
        }
      }
    }
    return seen;
  }

  /** The reader did not find a persona whose create was acknowledged before it began to look. */
  void missed(String name) {
    missing++;
    example("the persona '" + name + "' was not there");
  }

  private static boolean isBefore(DemoFile.Whole later, DemoFile.Whole earlier) {
    if (later.minor() < earlier.minor()) {
      return true;
    }
    for (Share share : Share.values()) {
      if (later.edit(share) < earlier.edit(share)) {
        return true;
      }
    }
    return false;
  }

  private void example(String what) {
    if (examples.size() < EXAMPLES) {
      examples.add(what);
    }
  }

  /** What was seen so far. */
  Summary summary() {
    return new Summary(reads, torn, missing, backwards, List.copyOf(examples));
  }

  /**
   * What a reader saw.
   *
   * @param reads files read
   * @param torn files that were not whole
   * @param missing personas that should have been there
   * @param backwards files whose version or an edit was older than seen before
   * @param examples some of the faults, in words
   */
  record Summary(long reads, long torn, long missing, long backwards, List<String> examples) {
    long faults() {
      return torn + missing + backwards;
    }
  }
}
