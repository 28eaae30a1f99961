package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs all checks on a directory, in a subdirectory that is removed at the end. */
public final class Doctor {

  /** A check and what it found. */
  public record Diagnosis(String check, Finding finding) {}

  private static final String SCRATCH = ".holdfast-doctor-";

  private static final int REMOVAL_TRIES = 5;

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
   */
  public List<Diagnosis> examine(Path directory) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory(directory, SCRATCH);
    Thread atExit = Thread.ofPlatform().unstarted(() -> remove(scratch));
    Runtime.getRuntime().addShutdownHook(atExit);
    List<Diagnosis> found = new ArrayList<>();
    try {
      for (Check check : checks) {
        Path own = Files.createDirectory(scratch.resolve("check-" + found.size()));
        found.add(new Diagnosis(check.name(), run(check, own)));
      }
    } finally {
      String left = remove(scratch);
      removeHook(atExit);
      if (!left.isEmpty()) {
        found.add(
            new Diagnosis(
                "clean-up",
                Finding.warn("%s is left: %s".formatted(scratch, left), "remove it by hand")));
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

  private static void removeHook(Thread hook) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the program is ending, and the hook removes what is left
    }
  }

  /** Removes a tree; returns why not, or nothing. */
  private static String remove(Path root) {
    String failure = "";
    for (int tries = 0; tries < REMOVAL_TRIES; tries++) {
      try {
        ScratchTree.remove(root);
        return "";
      } catch (IOException e) { // told to end in the middle of a check, which goes on meanwhile
        failure = Check.reason(e);
      }
    }
    return failure;
  }
}
