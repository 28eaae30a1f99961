package dev.holdfast.server.catalog;

import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many personas there are. */
record Counts(long valid, long invalid) {

  static Counts of(List<PersonaEntry> entries) {
    long valid = entries.stream().filter(Persona.class::isInstance).count();
    return new Counts(valid, entries.size() - valid);
  }

  long total() {
    return valid + invalid;
  }

  String words() {
    String words = total() == 1 ? "1 persona" : total() + " personas";
    return invalid == 0 ? words : words + " (" + invalid + " invalid)";
  }

  Map<String, Object> structured() {
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("total", total());
    structured.put("valid", valid);
    structured.put("invalid", invalid);
    return structured;
  }
}
