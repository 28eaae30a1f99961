package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.ImportSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Persona files in every form that fields may have, and what travels of them. */
final class ExchangeSamples {

  /** As a tool writes it: made of its fields alone. */
  static final String WRITTEN =
      """
      ---
      name: "Lock Keeper"
      description: "Knows every sluice, says \\"wait\\" and \\\\ means it."
      unique_id: "lock-keeper_20260304-050607_ann"
      author: "ann"
      triggers: ["sluice", "canal, north", "größe"]
      version: "1.10"
      category: "educational"
      age_rating: "all"
      content_flags: ["user-created"]
      ai_generated: true
      generation_method: "Claude"
      price: "$1.50"
      revenue_split: "80/20"
      license: "CC-BY-SA-4.0"
      created_date: "2026-03-04"
      x-tags: {"a": [1, 2.50, null, false], "b c": "d\\n"}
      ---

      # Lock Keeper

      ```sh
      echo "a\\tb" # 水門 👩🏽‍🚒
      ```
      """;

  /** As people write it. */
  static final String BY_HAND =
      """
      ---
      # who keeps the light
      name: 'Keeper''s Mate'
      created_date: 2026-03-04
      version: 2.0
      description: >-
        Trims the wick,
        and writes the log.
      triggers:
        - lamp   # the big one
        - 7
        -
      content_flags: family-friendly, user-created
      ai_generated: False
      price: ~
      x-nested:
        deep: {list: [a, {b: 1.0}], when: 2026-03-04 05:06:07}
        "quoted key": |
          two
          lines
      x-tag: !mark value
      ? [complex, key]
      : kept
      x-half: "\\ud83d alone"
      x-number: 1e5
      ---
      Straight to the point, without an empty line.
      ---
      And a line of dashes.
      """;

  /** All files, by their names. */
  static final Map<String, byte[]> FILES = files();

  private ExchangeSamples() {}

  private static Map<String, byte[]> files() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("lock-keeper.md", WRITTEN);
    texts.put("keepers-mate.md", BY_HAND);
    texts.put("crlf.md", BY_HAND.replace("\n", "\r\n"));
    texts.put("mark.md", "\uFEFF" + WRITTEN);
    texts.put("order.md", "---\ndescription: \"b\"\nname: \"a\"\n---\n\nx");
    texts.put(
        "flow.md", "---\n{name: a, description: \"b\", triggers: [c, d], e}\n---\n\n\n\nx\n\n");
    texts.put("empty.md", "---\n---\n");
    texts.put("fence.md", "--- \nname: \"a\"\n---\t\n\nx");
    texts.put("key.md", "---\n? \"%s\"\n: x\n---\n\nx".formatted("k".repeat(1_500)));
    texts.put("deep.md", "---\nx: %s%s\n---\n\nx".formatted("[".repeat(32), "]".repeat(32)));
    texts.put("large.md", "---\nname: \"a\"\n---\n\n" + "\u0001".repeat((512 << 10) - 100));
    texts.put("Ünï \"cødé\".md", WRITTEN);
    Map<String, byte[]> files = new LinkedHashMap<>();
    texts.forEach((name, text) -> files.put(name, text.getBytes(UTF_8)));
    return files;
  }

  /** A persona that came out of a source. */
  record Got(String fileName, String text) {}

  static List<Got> read(ImportSource source) throws IOException {
    List<Got> got = new ArrayList<>();
    source.read((name, content) -> got.add(new Got(name, new String(content, UTF_8))));
    return got;
  }

  static List<Got> readBytes(byte[] content) throws IOException {
    return read(r -> Content.read(new ByteArrayInputStream(content), "", r));
  }

  static List<Got> all() {
    return FILES.entrySet().stream()
        .map(e -> new Got(e.getKey(), new String(e.getValue(), UTF_8)))
        .toList();
  }

  static ImportSource source() {
    return receiver -> {
      for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
        receiver.persona(file.getKey(), file.getValue());
      }
    };
  }
}
