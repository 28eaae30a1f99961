package dev.holdfast.server.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the work, counted from the files.
 *
 * @param counts what was counted, in the order of the report
 * @param remarks what went wrong, in words; empty if nothing did
 */
public record Verdict(List<Count> counts, List<String> remarks) {

  /**
   * One count.
   *
   * @param what was counted
   * @param count how many
   * @param fault does any of them mean that the guarantees do not hold?
   * @param meaning in words
   */
  public record Count(String what, long count, boolean fault, String meaning) {}

  /** Copies the lists. */
  public Verdict {
    counts = List.copyOf(counts);
    remarks = List.copyOf(remarks);
  }

  /** Was nothing lost, torn or left behind? */
  public boolean good() {
    return counts.stream().noneMatch(count -> count.fault() && count.count() > 0);
  }

  /**
   * What is left when the servers are gone and one was started anew.
   *
   * @param locks that are held or cannot be had
   * @param files that are neither personas nor the lock domain
   * @param processes that still run
   */
  record Leftovers(int locks, int files, int processes) {}

  /**
   * Compares what was acknowledged with what is there.
   *
   * @param files the content of every persona file, by file name, when all servers have ended
   * @param shared the name of the persona that all processes edited
   */
  static Verdict of(
      Ledger ledger,
      Map<String, byte[]> files,
      String shared,
      Reads.Summary reads,
      Leftovers left) {
    return new Judge(ledger, files, shared).judge(reads, left);
  }

  /** Counts. */
  private static final class Judge {
    private final Ledger ledger;
    private final String shared;
    private final Map<String, List<DemoFile.Whole>> byName = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private int broken;

    Judge(Ledger ledger, Map<String, byte[]> files, String shared) {
      this.ledger = ledger;
      this.shared = shared;
      files.forEach(
          (fileName, content) -> {
            switch (DemoFile.parse(content)) {
              case DemoFile.Whole whole ->
                  byName.computeIfAbsent(whole.name(), _ -> new ArrayList<>()).add(whole);
              case DemoFile.Torn(String reason) -> {
                broken++;
                remarks.add("at the end %s is torn: %s".formatted(fileName, reason));
              }
            }
          });
    }

    Verdict judge(Reads.Summary reads, Leftovers left) {
      int creates = ledger.creates();
      int lostCreates = lostCreates();
      int edits = ledger.edits();
      int lostEdits = Math.min(edits, lostEdits());
      remarks.addAll(reads.examples());
      remarks.addAll(ledger.errors());
      List<Count> counts = new ArrayList<>();
      count(counts, "creates acknowledged", creates, "a server said: created");
      count(
          counts, "  kept", creates - lostCreates, "in the folder, once, as its creator wrote it");
      fault(counts, "  lost", lostCreates, "acknowledged, and not there or overwritten");
      count(counts, "edits acknowledged", edits, "a server said: edited");
      count(counts, "  kept", edits - lostEdits, "in the file, each with a version of its own");
      fault(counts, "  lost", lostEdits, "acknowledged, and overwritten by another process");
      fault(counts, "unasked changes", unasked(), "files or edits that nobody asked for");
      count(
          counts, "reads meanwhile", reads.reads(), "files read, without a lock, during the work");
      fault(counts, "  torn", reads.torn(), "half written, or parts of two versions");
      fault(counts, "  missing", reads.missing(), "a persona was not there for a moment");
      fault(counts, "  backwards", reads.backwards(), "older than a read before");
      fault(counts, "torn files at the end", broken, "what the killed process was writing");
      fault(counts, "locks left", left.locks(), "held by nobody who lives");
      fault(counts, "temporary files left", left.files(), "after the next start of a server");
      fault(counts, "processes left", left.processes(), "still there when their input was closed");
      fault(counts, "errors", ledger.errors().size(), "answers that the work gives no reason for");
      return new Verdict(counts, remarks);
    }

    /** Acknowledged creates whose persona is not there once, or is another process's. */
    private int lostCreates() {
      int lost = 0;
      for (Map.Entry<String, List<Integer>> entry : ledger.winners().entrySet()) {
        List<DemoFile.Whole> found = byName.getOrDefault(entry.getKey(), List.of());
        for (int winner : entry.getValue()) {
          if (found.size() != 1 || found.getFirst().maker() != winner) {
            lost++;
            remarks.add(
                "process %d created '%s', but the folder has %s"
                    .formatted(winner, entry.getKey(), found.isEmpty() ? "none" : found));
          }
        }
      }
      return lost;
    }

    /**
     * Acknowledged edits that are not in the shared persona. Every edit raised the number in its
     * process's field by one, and the version by one: a field below what was acknowledged, or a
     * version below the sum of the fields, is an edit that another one has overwritten. What the
     * killed process was doing without an answer raises both, or neither.
     */
    private int lostEdits() {
      List<DemoFile.Whole> found = byName.getOrDefault(shared, List.of());
      if (found.size() != 1) {
        remarks.add("the folder has %d personas named '%s'".formatted(found.size(), shared));
        return ledger.edits();
      }
      DemoFile.Whole file = found.getFirst();
      int lost = 0;
      int sum = 0;
      for (Share share : Share.values()) {
        int inFile = file.edit(share);
        int acknowledged = ledger.acknowledged(share);
        if (inFile < acknowledged) {
          lost += acknowledged - inFile;
          remarks.add(
              "%s: edit %d was acknowledged, edit %d is in the file"
                  .formatted(share.field(), acknowledged, inFile));
        }
        sum += inFile;
      }
      if (file.minor() < sum) {
        lost += sum - file.minor();
        remarks.add("%d edits made only %d versions".formatted(sum, file.minor()));
      }
      return lost;
    }

    /** Personas and edits that were never asked for. */
    private int unasked() {
      int unasked = 0;
      for (Map.Entry<String, List<DemoFile.Whole>> entry : byName.entrySet()) {
        String name = entry.getKey();
        boolean wanted = name.equals(shared) || ledger.wanted().contains(name);
        boolean twice = entry.getValue().size() > 1 && !ledger.winners().containsKey(name);
        if (!wanted || (twice && !name.equals(shared))) {
          unasked++;
          remarks.add("nobody asked for '%s', or for two of it".formatted(name));
        }
      }
      for (DemoFile.Whole file : byName.getOrDefault(shared, List.of())) {
        int asked = 0;
        for (Share share : Share.values()) {
          asked += ledger.asked(share);
        }
        if (file.minor() > asked) {
          unasked += file.minor() - asked;
          remarks.add("%d edits were asked for and %d made".formatted(asked, file.minor()));
        }
      }
      return unasked;
    }

    private static void count(List<Count> counts, String what, long count, String meaning) {
      counts.add(new Count(what, count, false, meaning));
    }

    private static void fault(List<Count> counts, String what, long count, String meaning) {
      counts.add(new Count(what, count, true, meaning));
    }
  }
}
