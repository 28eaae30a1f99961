package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs all checks on a directory, in a subdirectory that is removed at the end. */
public final class Doctor {

  /** A check and what it found. */
  public record Diagnosis(String check, Finding finding) {}

  private final List<Check> checks;

  /** With every check there is. */
  public Doctor() {
    this(
        List.of(
            new FileSystemCheck(),
            new SpaceCheck(),
            new LockCheck(),
            new LockKindCheck(),
            new ReplaceCheck(),
            new LinkCheck(),
            new SyncCheck(),
            new IdentityCheck(),
            new NameCheck(),
            new AttributeCheck()));
  }

  Doctor(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * Examines a directory. Nothing of it stays, also if the program is told to end meanwhile.
   *
   * @throws IOException if nothing can be created in the directory
   * @throws InterruptedException if interrupted, or if the program is ending
   */
  public List<Diagnosis> examine(Path directory) throws IOException, InterruptedException {
    Scratch scratch = Scratch.in(directory);
    List<Diagnosis> found = new ArrayList<>();
    try {
      for (Check check : checks) {
        Path own = scratch.subdirectory("check-" + found.size());
        found.add(new Diagnosis(check.name(), run(check, own)));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      String left = scratch.remove();
      if (!left.isEmpty()) {
        found.add(
            new Diagnosis(
                "clean-up",
                Finding.warn(
                    "%s is left: %s".formatted(scratch.path(), left), "remove it by hand")));
      }
    }
    return found;
  }

  private static Finding run(Check check, Path scratch) throws InterruptedException {
    try {
      return check.run(scratch);
    } catch (IOException | RuntimeException e) {
      return Finding.fail("refused: " + Check.reason(e), Check.ELSEWHERE);
    }
  }
}
