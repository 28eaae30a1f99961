package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.HistoryEntry;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.diff.UnifiedDiff;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Shows how the text of a persona differs between two revisions, as 'diff -u' does.",
      "",
      "Without FROM it shows the latest change; without TO, what has changed since FROM. Equal"
          + " texts print nothing; the exit code is 0 either way. Characters that a terminal might"
          + " obey are shown as escapes; --json gives them as they are.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas diff alice                  the latest change",
      "  holdfast personas diff alice 1.3              what has changed since version 1.3",
      "  holdfast personas diff alice 3f9a01 77c0de    between two revisions of 'history'",
      "",
      "JSON: an object with file, from and to (revisions; 'absent' where there is no text), and",
      "diff, the text.",
    })
final class PersonasDiffCommand implements Callable<Integer> {

  private static final String NOTHING = "/dev/null";

  private final Io io;

  @Parameters(
      index = "0",
      paramLabel = "PERSONA",
      description =
          "File name, slug, unique id or name, tried in this order; of one that is gone its file"
              + " name, slug or name.")
  private String persona = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FROM",
      description =
          "The old text: a revision of 'history', at least the first six digits of it, or a"
              + " version.")
  private @Nullable String from;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TO",
      description = "The new text, named in the same way. Default: the text of now.")
  private @Nullable String to;

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasDiffCommand(Io io) {
    this.io = io;
  }

  /** One of the two texts. */
  private record Side(String name, FileVersion version, String text) {

    static Side of(PersonaSource source) {
      FileVersion version = FileVersion.parse(source.revision());
      return new Side(
          "%s %s".formatted(source.fileName(), HistoryOutput.shortOf(version)),
          version,
          new String(source.bytes(), UTF_8));
    }

    static Side absent() {
      return new Side(NOTHING, FileVersion.ABSENT, "");
    }
  }

  @Override
  public Integer call() throws IOException {
    return options.withStore(
        io, store -> from == null ? latest(store) : since(store.source(persona, from), store));
  }

  private int since(PersonaSource old, PersonaStore store) {
    Side now;
    try {
      now = Side.of(store.source(persona, to));
    } catch (PersonaException e) {
      if (to != null || e.code() != PersonaException.Code.NOT_FOUND) {
        throw e;
      }
      now = Side.absent(); // it has a past, but is gone
    }
    return print(old.fileName(), Side.of(old), now);
  }

  private int latest(PersonaStore store) {
    Changes changes = Changes.of(store, persona);
    if (changes.all().isEmpty()) {
      throw CommandException.failed("nothing was changed in '%s' yet".formatted(persona), "");
    }
    HistoryEntry entry = changes.all().getFirst();
    FileVersion before = entry.change().before();
    if (!entry.kept() && !before.equals(FileVersion.ABSENT)) {
      throw CommandException.failed(
          "what stood in %s before its latest change is not kept: it was changed by other means"
              .formatted(entry.fileName()),
          "name an older revision: holdfast personas history " + Text.shellWord(persona));
    }
    return print(entry.fileName(), side(store, before), side(store, changes.after(0)));
  }

  private Side side(PersonaStore store, FileVersion version) {
    return version.equals(FileVersion.ABSENT)
        ? Side.absent()
        : Side.of(store.source(persona, version.toString()));
  }

  private int print(String file, Side old, Side now) {
    String diff = UnifiedDiff.of(old.name(), old.text(), now.name(), now.text());
    if (options.json()) {
      JsonOutput.print(
          io,
          JsonOutput.object(
              "file",
              file,
              "from",
              old.version().toString(),
              "to",
              now.version().toString(),
              "diff",
              diff));
    } else {
      io.out().print(Text.lines(diff));
    }
    return ExitCode.OK;
  }
}
