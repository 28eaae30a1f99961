package dev.holdfast.server.install;

import java.util.List;
import java.util.Map;

/**
 * How the text of a configuration is read and edited. An edit changes the characters of what it is
 * about; comments, order, indentation and line ends of everything else stay as they are.
 */
interface ConfigFormat {

  /**
   * Does something stand at the path?
   *
   * @throws ConfigException if the text is not understood
   */
  boolean has(String text, List<String> path);

  /**
   * The text with an entry at the path that holds these fields; the same text if it holds them
   * already.
   *
   * @throws ConfigException if the text is not understood or has no place for the entry
   */
  String put(String text, List<String> path, EntryFields fields);

  /**
   * The text without the entry at the path; the same text if there is none.
   *
   * @throws ConfigException if the text is not understood or the entry cannot be taken out
   */
  String remove(String text, List<String> path);

  /** What a person would write into an empty file. */
  String snippet(List<String> path, Map<String, Object> fields);
}
