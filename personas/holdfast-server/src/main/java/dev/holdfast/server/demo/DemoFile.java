package dev.holdfast.server.demo;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demonstration finds in a file. It is read with a few patterns and not with the program's
 * own parser: what is on trial does not judge itself.
 */
sealed interface DemoFile {

  /** The number of lines between the first and the last line of the instructions. */
  int LINES = 40;

  /**
   * A whole persona of the demonstration.
   *
   * @param name of the persona
   * @param maker number of the process that created it; 0 if no process did
   * @param minor the minor number of its version
   * @param edits for each share, the number of its last edit that is in the file
   */
  record Whole(String name, int maker, int minor, Map<Share, Integer> edits) implements DemoFile {

    public Whole {
      edits = new EnumMap<>(edits);
    }

    int edit(Share share) {
      return edits.getOrDefault(share, 0);
    }
  }

  /** Not a whole persona: an end is missing, or parts of two versions are mixed. */
  record Torn(String reason) implements DemoFile {}

  /** The description of a persona that {@code process} created. */
  static String madeBy(int process) {
    return "Made by process " + process + ".";
  }

  /** The instructions as edit number {@code edit} writes them; a part of them is not mistaken. */
  static String instructions(int edit) {
    StringBuilder text = new StringBuilder("First line of text " + edit + "\n");
    for (int line = 1; line <= LINES; line++) {
      text.append("Line %d of text %d: naïve 日本語 \"quoted\" $(not run)\n".formatted(line, edit));
    }
    return text.append("Last line of text ").append(edit).append("\n").toString();
  }

  /** Reads a file. */
  static DemoFile parse(byte[] content) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return new Torn("not UTF-8");
    }
    int end = text.indexOf("\n---\n", 3);
    if (!text.startsWith("---\n") || end < 0) {
      return new Torn("front matter not whole");
    }
    String front = text.substring(0, end + 1);
    String body = text.substring(end + 5);
    Matcher name = Patterns.NAME.matcher(front);
    Matcher version = Patterns.VERSION.matcher(front);
    Matcher first = Patterns.FIRST_LINE.matcher(body);
    if (!name.find() || !version.find()) {
      return new Torn("name or version missing");
    }
    if (!first.find()) {
      return new Torn("instructions without their first line");
    }
    int edit = Integer.parseInt(first.group(1));
    if (!body.strip().equals(instructions(edit).strip())) {
      return new Torn("instructions of edit " + edit + " not whole");
    }
    Map<Share, Integer> edits = new EnumMap<>(Share.class);
    for (Share share : Share.values()) {
      edits.put(share, share == Share.INSTRUCTIONS ? edit : number(share.pattern(), front));
    }
    return new Whole(
        name.group(1), number(Patterns.MAKER, front), Integer.parseInt(version.group(1)), edits);
  }

  private static int number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  /** Where the values stand; quotes around a value are the writer's choice. */
  final class Patterns {
    private static final Pattern NAME = Pattern.compile("(?m)^name: *[\"']?([^\"'\n]+?)[\"']? *$");
    private static final Pattern VERSION =
        Pattern.compile("(?m)^version: *[\"']?1\\.(\\d{1,9})[\"']? *$");
    private static final Pattern MAKER = Pattern.compile("Made by process (\\d{1,9})");
    private static final Pattern FIRST_LINE =
        Pattern.compile("\\A\\s*First line of text (\\d{1,9})\n");

    private Patterns() {}
  }
}
