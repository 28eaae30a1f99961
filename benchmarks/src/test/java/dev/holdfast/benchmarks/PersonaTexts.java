package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.NewPersona;
import java.util.List;

/** Personas of some 2 KiB, each with its own name, triggers and text. */
final class PersonaTexts {

  private static final int INSTRUCTION_LINES = 24;

  private PersonaTexts() {}

  static String slug(int number) {
    return "persona-%05d".formatted(number);
  }

  static String trigger(int number) {
    return "trigger-%05d".formatted(number);
  }

  /** The whole file of a persona. */
  static byte[] file(int number, String version) {
    return """
        ---
        name: "Persona %1$05d"
        description: "Number %1$d of those that the benchmark reads."
        unique_id: "persona-%1$05d_20260101-000000_benchmark"
        author: "benchmark"
        triggers: ["trigger-%1$05d", "benchmark"]
        version: "%2$s"
        category: "creative"
        age_rating: "all"
        content_flags: []
        ai_generated: false
        generation_method: "human"
        price: "free"
        revenue_split: "80/20"
        license: "CC-BY-SA-4.0"
        created_date: "2026-01-01"
        ---

        # Persona %1$05d

        %3$s"""
        .formatted(number, version, instructions(number))
        .getBytes(UTF_8);
  }

  static NewPersona created(int number) {
    return new NewPersona(
        "Created %05d".formatted(number),
        "Number %d of those that the benchmark creates.".formatted(number),
        "creative",
        instructions(number),
        List.of("created"));
  }

  static String instructions(int number) {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < INSTRUCTION_LINES; line++) {
      text.append(
          "- Rule %d of %d: weigh what was said, then say the next small thing.%n"
              .formatted(line, number));
    }
    return text.toString();
  }

  /** Hands over all but the first. */
  static ImportSource allButFirst(int count) {
    return receiver -> {
      for (int number = 1; number < count; number++) {
        receiver.persona(slug(number) + ".md", file(number, "1.0"));
      }
    };
  }
}
