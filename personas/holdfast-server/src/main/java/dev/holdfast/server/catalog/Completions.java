package dev.holdfast.server.catalog;

import dev.holdfast.personas.Names;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.server.catalog.CatalogException.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Completes the names of personas while somebody types one. Case does not count. First come those
 * that begin with what was typed, then those that hold it, each by file name.
 *
 * <p>May be called from any thread.
 */
public final class Completions {

  /** So many values are in one answer at most. */
  public static final int MOST = 100;

  /**
   * One of the values that an argument may have.
   *
   * @param value to be put in
   * @param other another text that people may type for it
   */
  private record Candidate(String value, String other) {

    /** How well it fits what was typed, 0 is best; empty if it does not. */
    Optional<Integer> rank(String typed) {
      String key = Names.key(value);
      String otherKey = Names.key(other);
      if (key.startsWith(typed)) {
        return Optional.of(0);
      }
      if (otherKey.startsWith(typed)) {
        return Optional.of(1);
      }
      return key.contains(typed) || otherKey.contains(typed) ? Optional.of(2) : Optional.empty();
    }
  }

  private record Ranked(int rank, String value) {}

  private final PersonaStore store;

  Completions(PersonaStore store) {
    this.store = store;
  }

  /**
   * Completes an argument of a prompt.
   *
   * @throws CatalogException INVALID_ARGUMENT if no prompt has this argument; FAILED
   */
  public Completion ofPrompt(String prompt, String argument, String typed) {
    if (!prompt.equals(Prompts.ANY) || !argument.equals(Prompts.PERSONA)) {
      throw unknown("prompt", prompt, argument, Prompts.ANY, Prompts.PERSONA);
    }
    List<Persona> personas =
        personas().stream().filter(Persona.class::isInstance).map(Persona.class::cast).toList();
    Map<String, Long> uses =
        personas.stream()
            .collect(Collectors.groupingBy(p -> Names.key(p.name()), Collectors.counting()));
    return best(
        personas.stream()
            .map(
                p ->
                    uses.getOrDefault(Names.key(p.name()), 0L) == 1
                        ? new Candidate(p.name(), p.slug())
                        : new Candidate(p.fileName(), p.name())) // the name means several
            .toList(),
        typed);
  }

  /**
   * Completes a variable of the template of a resource.
   *
   * @throws CatalogException INVALID_ARGUMENT if no template has this variable; FAILED
   */
  public Completion ofResource(String uriTemplate, String variable, String typed) {
    boolean known =
        uriTemplate.equals(PersonaUri.TEMPLATE) || uriTemplate.equals(PersonaUri.HISTORY_TEMPLATE);
    if (!known || !variable.equals("slug")) {
      throw unknown("resource template", uriTemplate, variable, PersonaUri.TEMPLATE, "slug");
    }
    return best(
        personas().stream()
            .map(
                entry ->
                    new Candidate(
                        PersonaUri.keyOf(entry.fileName()),
                        entry instanceof Persona persona ? persona.name() : ""))
            .toList(),
        typed);
  }

  private List<PersonaEntry> personas() {
    return CatalogException.guarded(store::list);
  }

  private static Completion best(List<Candidate> candidates, String typed) {
    String key = Names.key(typed);
    List<String> fitting =
        candidates.stream()
            .map(one -> one.rank(key).map(rank -> new Ranked(rank, one.value())))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingInt(Ranked::rank)) // stable: by file name before
            .map(Ranked::value)
            .toList();
    return new Completion(fitting.stream().limit(MOST).toList(), fitting.size());
  }

  private static CatalogException unknown(
      String kind, String name, String argument, String known, String knownArgument) {
    return new CatalogException(
        Kind.INVALID_ARGUMENT,
        "The %s %s has no argument %s that can be completed. %s of %s can."
            .formatted(kind, Values.quoted(name), Values.quoted(argument), knownArgument, known));
  }
}
