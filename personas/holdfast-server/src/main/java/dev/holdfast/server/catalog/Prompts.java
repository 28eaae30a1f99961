package dev.holdfast.server.catalog;

import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.server.catalog.CatalogException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each valid persona as a prompt: its instructions as a message. One more prompt takes the persona
 * as its argument, for clients that let people choose by typing.
 *
 * <p>All methods read what is there now, and throw {@link CatalogException}. They may be called
 * from any thread.
 */
public final class Prompts {

  /** A persona with this slug is reached by this prompt, like all others. */
  static final String ANY = "use_persona";

  static final String PERSONA = "persona";

  private static final Prompt USE_PERSONA =
      new Prompt(
          ANY,
          "Use a persona",
          "The instructions of a persona, to be followed from now on.",
          List.of(
              new Prompt.Argument(
                  PERSONA, "The persona's name, slug, file name or unique id.", true)));

  private final PersonaStore store;

  Prompts(PersonaStore store) {
    this.store = store;
  }

  /**
   * A page of the list: the one for all personas, then one for each valid persona by file name.
   *
   * @param cursor that the page before gave; empty for the first page
   * @throws CatalogException INVALID_ARGUMENT if the cursor is none of this list; FAILED
   */
  public Page<Prompt> list(Optional<String> cursor) {
    record Item(String key, Prompt prompt) {}
    List<Item> all = new ArrayList<>();
    all.add(new Item("", USE_PERSONA));
    CatalogException.guarded(store::list).stream()
        .sorted(Comparator.comparing(PersonaEntry::fileName))
        .forEach(
            entry ->
                promptOf(entry).ifPresent(prompt -> all.add(new Item(entry.fileName(), prompt))));
    return Page.of("prompts", all, Item::key, Item::prompt, cursor);
  }

  /** How a persona stands in the list; empty if it does not. */
  static Optional<Prompt> promptOf(PersonaEntry entry) {
    String name = PersonaUri.keyOf(entry.fileName());
    return entry instanceof Persona persona && !name.equals(ANY)
        ? Optional.of(new Prompt(name, persona.name(), persona.description(), List.of()))
        : Optional.empty();
  }

  /**
   * The text of a prompt.
   *
   * @throws CatalogException INVALID_ARGUMENT if there is no such prompt, or the arguments are not
   *     those that it takes; FAILED
   */
  public PromptText get(String name, Map<String, String> arguments) {
    boolean any = name.equals(ANY);
    for (String given : arguments.keySet()) {
      if (!any || !given.equals(PERSONA)) {
        throw invalid(
            "The prompt "
                + Values.quoted(name)
                + " takes no argument "
                + Values.quoted(given)
                + (any ? "; it takes " + PERSONA + "." : ". Ask for it without arguments."));
      }
    }
    if (!any) {
      return textOf(name, PersonaUri.fileNameOf(name));
    }
    String ref = arguments.getOrDefault(PERSONA, "");
    if (ref.isBlank()) {
      throw invalid("The prompt " + ANY + " needs the argument " + PERSONA + ": name a persona.");
    }
    return textOf(ref, ref);
  }

  private PromptText textOf(String name, String ref) {
    try {
      Persona persona = CatalogException.guarded(() -> store.get(ref));
      return new PromptText(persona.description(), persona.instructions());
    } catch (CatalogException e) {
      throw e.kind() == Kind.NOT_FOUND
          ? invalid(
              "There is no persona "
                  + Values.quoted(name)
                  + ", so there is no such prompt. Ask prompts/list for the names.")
          : e;
    }
  }

  private static CatalogException invalid(String message) {
    return new CatalogException(Kind.INVALID_ARGUMENT, message);
  }
}
