package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a new persona starts with. The values are checked by {@link PersonaStore#create}.
 *
 * @param name unique in the store, compared without case
 * @param description what it is for
 * @param category one of {@link PersonaRules#CATEGORIES}
 * @param instructions what the persona tells the model; kept byte for byte
 * @param triggers words that suggest this persona; may be empty
 */
public record NewPersona(
    String name, String description, String category, String instructions, List<String> triggers) {

  /** Copies the list. */
  public NewPersona {
    requireNonNull(name);
    requireNonNull(description);
    requireNonNull(category);
    requireNonNull(instructions);
    triggers = List.copyOf(triggers);
  }
}
