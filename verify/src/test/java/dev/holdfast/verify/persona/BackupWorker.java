package dev.holdfast.verify.persona;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.ImportOptions;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.BackupPolicy;
import dev.holdfast.personas.backup.BackupProgress;
import dev.holdfast.personas.backup.SafeChanges;
import dev.holdfast.testkit.fork.Parent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A process that makes backups, prunes them, or overwrites personas, which backs them up before.
 */
final class BackupWorker {

  /** What pruning is to leave. */
  static final int KEPT = 2;

  private static final BackupPolicy POLICY = new BackupPolicy(KEPT, 0, 0);

  private BackupWorker() {}

  /** The backups of a folder, for the store that {@link PersonaWorker#open} gives. */
  static BackupManager backups(PersonaStore store, FileLockManager locks) {
    return BackupManager.of(store, locks, Clock.systemUTC());
  }

  public static void main(String[] arguments) throws IOException {
    Path locks = Path.of(arguments[0]);
    PersonaStore store = PersonaWorker.open(locks, Path.of(arguments[1]), arguments[2]);
    BackupManager backups = backups(store, FileLockManager.open(locks));
    SafeChanges changes = new SafeChanges(store, backups);
    Parent.say("ready");
    Parent.obey(words -> work(words.getFirst(), backups, changes));
  }

  private static void work(String what, BackupManager backups, SafeChanges changes)
      throws IOException {
    for (int i = 0; ; i++) {
      Parent.say("start " + i);
      String name =
          switch (what) {
            case "create" -> backups.create(BackupKind.MANUAL, BackupProgress.NONE).name();
            case "prune" -> prune(backups);
            case "overwrite" -> overwrite("token-" + i, changes);
            default -> throw new IllegalArgumentException(what);
          };
      Parent.say("end " + name);
    }
  }

  private static String prune(BackupManager backups) {
    String name = backups.create(BackupKind.MANUAL, BackupProgress.NONE).name();
    var _ = backups.prune(POLICY, false);
    return name;
  }

  private static String overwrite(String token, SafeChanges changes) throws IOException {
    return changes
        .importAll(
            PersonaWorker.bundle(token, List.copyOf(PersonaWorker.SLUGS)),
            new ImportOptions(OnConflict.OVERWRITE, false),
            BackupProgress.NONE)
        .before()
        .orElseThrow()
        .name();
  }
}
