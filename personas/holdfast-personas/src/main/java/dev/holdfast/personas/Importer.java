package dev.holdfast.personas;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.personas.ImportReport.Item;
import dev.holdfast.personas.ImportReport.Outcome;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Imports personas. The source is read twice: once to decide, once to write under the locks; no
 * more than one text is in memory at a time.
 */
final class Importer {

  /** So many names and more are not locked one by one, but with the whole folder. */
  private static final int MANY_SLUGS = 256;

  private static final int MOST_ATTEMPTS = 20;
  private static final int MOST_CANDIDATES = 100_000;
  private static final int MOST_REASONS = 10;

  private final Folder folder;
  private final Recorder recorder;
  private final ImportSource source;
  private final ImportOptions options;

  Importer(Folder folder, Recorder recorder, ImportSource source, ImportOptions options) {
    this.folder = folder;
    this.recorder = recorder;
    this.source = source;
    this.options = options;
  }

  ImportReport run() throws IOException, InterruptedException {
    List<Candidate> candidates = new ArrayList<>();
    source.read(
        (fileName, content) -> {
          if (candidates.size() == MOST_CANDIDATES) {
            throw new PersonaException(
                Code.INVALID_VALUE,
                "there are more than %d personas to import".formatted(MOST_CANDIDATES),
                "Nothing was changed. Import them in parts.");
          }
          candidates.add(Candidate.of(fileName, content));
        });
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      ImportPlan plan = plan(candidates);
      if (options.dryRun()) {
        return new ImportReport(plan.items());
      }
      refuse(plan);
      Optional<ImportReport> done = lockAndApply(candidates, plan);
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw PersonaLocks.restless("what was to be imported");
  }

  private ImportPlan plan(List<Candidate> candidates) throws IOException {
    return ImportPlan.of(candidates, folder.directory().scan(), options.onConflict());
  }

  private Optional<ImportReport> lockAndApply(List<Candidate> candidates, ImportPlan plan)
      throws IOException, InterruptedException {
    Set<String> locked = plan.slugs();
    if (locked.size() >= MANY_SLUGS) {
      try (LockHandle all = folder.locks().wholeFolder("import")) {
        return Optional.of(apply(candidates, plan(candidates), List.of(all)));
      }
    }
    return folder
        .locks()
        .withSlugs(
            locked,
            "import",
            handles -> {
              ImportPlan now = plan(candidates);
              return locked.containsAll(now.slugs())
                  ? Optional.of(apply(candidates, now, handles.all()))
                  : Optional.empty();
            });
  }

  private ImportReport apply(
      List<Candidate> candidates, ImportPlan plan, Collection<LockHandle> handles)
      throws IOException, InterruptedException {
    refuse(plan);
    try (BulkChange change = BulkChange.begin(folder, recorder, Operation.IMPORT, handles)) {
      int[] next = {0};
      source.read(
          (fileName, content) -> {
            int index = next[0]++;
            if (index >= candidates.size()
                || !PersonaFile.parse(fileName, content)
                    .revision()
                    .equals(candidates.get(index).revision())) {
              throw unsteady();
            }
            Item item = plan.items().get(index);
            if (item.outcome() != Outcome.SKIPPED) {
              change.put(item.fileName(), text(item, content));
            }
          });
      if (next[0] != candidates.size()) {
        throw unsteady();
      }
      change.commit();
    }
    return new ImportReport(plan.items());
  }

  /** One that gets another name is a new persona, and gets an id of its own. */
  private byte[] text(Item item, byte[] content) {
    if (item.outcome() != Outcome.RENAMED) {
      return content;
    }
    PersonaFile file = PersonaFile.parse(item.fileName(), content);
    Map<Field, FieldValue> changes = new EnumMap<>(Field.class);
    changes.put(Field.NAME, new FieldValue.Text(item.name()));
    changes.put(Field.VERSION, new FieldValue.Text(file.version()));
    if (!file.text(Field.UNIQUE_ID).isEmpty()) {
      changes.put(
          Field.UNIQUE_ID,
          new FieldValue.Text(
              PersonaWriter.uniqueId(
                  file.slug(), recorder.actor().user(), folder.clock().instant())));
    }
    return PersonaEditor.edit(file, changes).bytes();
  }

  private static void refuse(ImportPlan plan) {
    refuse(
        plan,
        Outcome.INVALID,
        Code.INVALID_FILE,
        "are not valid",
        "Nothing was changed. Mend or leave out these, then repeat; a dry run shows everything.");
    refuse(
        plan,
        Outcome.CONFLICT,
        Code.ALREADY_EXISTS,
        "are there already",
        "Nothing was changed. Repeat with the conflict policy skip, overwrite or rename.");
  }

  private static void refuse(
      ImportPlan plan, Outcome outcome, Code code, String what, String hint) {
    List<Item> items = plan.items().stream().filter(item -> item.outcome() == outcome).toList();
    if (!items.isEmpty()) {
      List<String> reasons = items.stream().limit(MOST_REASONS).map(Importer::reason).toList();
      throw new PersonaException(
          code,
          "%d of %d personas %s: %s"
              .formatted(items.size(), plan.items().size(), what, String.join("; ", reasons)),
          hint);
    }
  }

  private static String reason(Item item) {
    String why =
        item.outcome() == Outcome.INVALID
            ? item.findings().getFirst().message()
            : Show.plain(item.fileName());
    return "%s (%s)".formatted(Show.plain(item.given()), why);
  }

  private static PersonaException unsteady() {
    return new PersonaException(
        Code.CHANGED,
        "what was to be imported changed while it was read",
        "Nothing was changed. Repeat when nobody writes to it.");
  }
}
