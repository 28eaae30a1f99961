package dev.holdfast.server.catalog;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaListener;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.server.catalog.ToolSelection.Withheld;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Everything that the server offers, for whatever protocol carries it. Immutable; its tools may be
 * called from any thread.
 */
public final class Catalog {

  private final List<Tool> tools;
  private final Map<String, ToolResult.Failure> withheld;
  private final PersonaStore store;
  private final Resources resources;
  private final Prompts prompts;
  private final Completions completions;

  private Catalog(
      List<Tool> all, ToolSelection selection, PersonaStore store, FileLockManager locks) {
    List<Tool> had = new ArrayList<>();
    Map<String, ToolResult.Failure> others = new LinkedHashMap<>();
    for (Tool tool : all) {
      Optional<Withheld> why = selection.withheld(tool);
      if (why.isPresent()) {
        others.put(tool.name(), refusal(tool, why.get()));
      } else {
        had.add(tool);
      }
    }
    this.tools = List.copyOf(had);
    this.withheld = Collections.unmodifiableMap(others);
    this.store = store;
    this.resources = new Resources(store, locks);
    this.prompts = new Prompts(store);
    this.completions = new Completions(store);
  }

  private static ToolResult.Failure refusal(Tool tool, Withheld why) {
    return new ToolResult.Failure(
        "NOT_OFFERED", tool.name() + " is not offered: " + why.reason() + ".", why.hint());
  }

  /**
   * The catalogue over a store. Which persona is active, and who the user is, is remembered in the
   * catalogue: one for each client, so make one catalogue for each. Until a client says who its
   * user is, it is the store's actor.
   *
   * @param store the personas; stays the caller's to close
   * @param locks the lock domain of the store, for the tools that show locks; stays the caller's
   *     too
   * @param options what else there is to say
   */
  public static Catalog of(PersonaStore store, FileLockManager locks, CatalogOptions options) {
    ActivePersona active = new ActivePersona(store);
    Identity identity = new Identity(store);
    Indicator indicator = new Indicator(active, options.indicator());
    Backups backups = new Backups(identity, locks);
    Confirmations confirmations = new Confirmations(options.confirm());
    return new Catalog(
        Stream.of(
                new ReadingTools(store, active).tools(),
                new ChangingTools(identity, active, confirmations).tools(),
                new HistoryTools(identity, active).tools(),
                new ExportTools(identity).tools(),
                new ImportTools(backups, options.fetch(), confirmations).tools(),
                new BackupTools(backups).tools(),
                new RestoreTools(backups, active, confirmations).tools(),
                new ActivationTools(active).tools(),
                new IndicatorTools(indicator, active).tools(),
                new IdentityTools(identity).tools(),
                new ServerTools(store, locks, active, options.version()).tools())
            .flatMap(List::stream)
            .map(indicator::on)
            .map(tool -> tool.toldTo(options.calls()))
            .toList(),
        options.tools(),
        store,
        locks);
  }

  /** The tools that the session has, always in the same order. */
  public List<Tool> tools() {
    return tools;
  }

  /** The names of the tools that it does not have, and what a call of each is answered with. */
  public Map<String, ToolResult.Failure> withheld() {
    return withheld;
  }

  /** What can be read. */
  public Resources resources() {
    return resources;
  }

  /** The personas as prompts. */
  public Prompts prompts() {
    return prompts;
  }

  /** What the arguments of prompts and resources may become. */
  public Completions completions() {
    return completions;
  }

  /**
   * Tells a listener what changes in the lists and contents from now on, whoever changes it; see
   * {@link PersonaStore#watch} for when, and on which thread. All catalogues of a store share one
   * look at it.
   *
   * @throws CatalogException FAILED if the personas cannot be read now
   */
  public PersonaListener.Registration watch(Consumer<CatalogChange> listener) {
    return CatalogException.guarded(
        () -> store.watch(changes -> listener.accept(CatalogChange.of(changes))));
  }

  /** What a model should know before it uses the tools. */
  public String instructions() {
    return "Personas are Markdown files in a folder that several programs may share. Changes are"
        + " atomic and durable, and other programs see them at once. Name a persona by its"
        + " name, slug, file name or unique id. Every change is recorded with who made it"
        + " and can be undone; expected_version keeps you from changing what somebody else"
        + " has changed since you read it. "
        + (withheld.containsKey("activate_persona")
            ? "To take on a persona follow its instructions."
            : "To take on a persona call activate_persona and follow the instructions that it"
                + " returns.");
  }
}
