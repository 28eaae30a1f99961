package dev.holdfast.server.cli;

import dev.holdfast.personas.DeletedPersona;
import dev.holdfast.personas.PersonaStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = {
      "Shows what was done to a persona, when and by whom, the latest first; without PERSONA the"
          + " personas that are gone and can be brought back.",
      "",
      "REVISION names the text that a change left. 'diff' and 'undo' take it. The line 'before"
          + " that' is the text that the oldest change found. 'outside' is a change by other means,"
          + " such as an editor; nobody knows who and when, and the time is when it was found.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas history alice",
      "  holdfast personas diff alice 3f9a01        what has changed since that revision",
      "  holdfast personas undo alice 3f9a01        brings it back",
      "  holdfast personas history                  what was deleted",
      "",
      "JSON: a list of objects: file, operation (create, edit, rename, delete, undo, import, restore",
      "or outside), when, user, client, fields (those of an edit), before and after (revisions;",
      "'absent' for none), versionBefore, versionAfter, kept (can the text before it be brought",
      "back?). Without PERSONA: file, name and change, such an object.",
    })
final class PersonasHistoryCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      arity = "0..1",
      paramLabel = "PERSONA",
      description =
          "File name, slug, unique id or name, tried in this order; of one that is gone its file"
              + " name, slug or name.")
  private @Nullable String persona;

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasHistoryCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withStore(
        io, store -> persona == null ? deleted(store) : changes(store, persona));
  }

  private int changes(PersonaStore store, String ref) {
    Changes changes = Changes.of(store, ref);
    if (options.json()) {
      JsonOutput.print(io, changes.all().stream().map(HistoryOutput::json).toList());
    } else {
      HistoryOutput.print(io.out(), changes);
    }
    return ExitCode.OK;
  }

  private int deleted(PersonaStore store) {
    List<DeletedPersona> deleted = store.deleted();
    if (options.json()) {
      JsonOutput.print(io, deleted.stream().map(HistoryOutput::json).toList());
    } else {
      HistoryOutput.print(io.out(), deleted);
    }
    return ExitCode.OK;
  }
}
