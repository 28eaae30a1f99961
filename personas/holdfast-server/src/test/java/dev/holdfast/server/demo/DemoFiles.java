package dev.holdfast.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Files as servers write them. */
final class DemoFiles {
  private DemoFiles() {}

  static byte[] created(String name, int maker) {
    return """
    ---
    name: %s
    description: %s
    version: "1.0"
    category: personal
    ---

    %s"""
        .formatted(name, DemoFile.madeBy(maker), DemoFile.instructions(0))
        .getBytes(UTF_8);
  }

  static byte[] shared(int minor, int description, int instructions, int triggers, int license) {
    return """
    ---
    name: Shared by all
    description: %s
    version: "1.%d"
    triggers:
      - shared
      - trigger-%d
    license: %s
    ---

    %s"""
        .formatted(
            Share.DESCRIPTION.value(description),
            minor,
            triggers,
            Share.LICENSE.value(license),
            DemoFile.instructions(instructions))
        .getBytes(UTF_8);
  }
}
