package dev.holdfast.personas;

import java.util.List;

/**
 * The front matter taken apart: its keys and values in their order, known or not.
 *
 * @param entries in the order of the file
 * @param extensible can a line be added before the closing line? Not to a mapping in braces, nor
 *     behind an explicit end of document
 */
record FrontMatter(List<Entry> entries, boolean extensible) {

  /**
   * A key and its value.
   *
   * @param key the text of the key; empty if the key is not a scalar
   * @param keyStart where the key begins
   * @param value the value
   */
  record Entry(String key, int keyStart, YamlNode value) {}

  static FrontMatter parse(SourceText source) throws FormatFault {
    return new FrontMatterParser(source).parse();
  }
}
