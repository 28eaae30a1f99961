package dev.holdfast.verify.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recorded system call.
 *
 * @param name such as {@code fsync}
 * @param nth which of this name it is, since the tracer was attached, from 1
 * @param arguments those that say which call it is: paths, those of descriptors, O_CREAT
 */
record SystemCall(String name, int nth, List<String> arguments) {

  private static final Pattern LINE = Pattern.compile("(\\w+)\\(.*");
  private static final Pattern RESULT = Pattern.compile("\\) += .*");
  private static final Pattern ARGUMENT =
      Pattern.compile("(?<=\")/[^\"]*|(?<=\\d<)[^>]*|\\bO_CREAT\\b");
  private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{16}-[0-9a-f]{32}");

  /**
   * The calls of a record, which may end in the middle of one. With a dot for {@code directory}, to
   * be comparable with records of other directories.
   */
  static List<SystemCall> parse(List<String> record, Path directory) {
    Map<String, Integer> counts = new HashMap<>();
    List<SystemCall> calls = new ArrayList<>();
    for (String line : record) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String name = matcher.group(1);
        String call = RESULT.matcher(line).replaceFirst("").replace(directory.toString(), "/.");
        calls.add(
            new SystemCall(
                name,
                counts.merge(name, 1, Integer::sum),
                ARGUMENT
                    .matcher(RANDOM.matcher(call).replaceAll("*"))
                    .results()
                    .map(MatchResult::group)
                    .toList()));
      }
    }
    return calls;
  }

  /** The call of a record that the tracer made fail, if any. */
  static List<SystemCall> failedIn(List<String> record, Path directory) {
    for (int i = 0; i < record.size(); i++) {
      if (record.get(i).endsWith("(INJECTED)")) {
        return List.of(parse(record.subList(0, i + 1), directory).getLast());
      }
    }
    return List.of();
  }

  /** Is it about the directory, a file in it, or a directory above it? */
  boolean concerns(Path directory) {
    return arguments.stream()
        .anyMatch(path -> path.startsWith("/.") || directory.startsWith(Path.of(path)));
  }

  /** Is it the report of a change that is over? */
  boolean isReport() {
    return name.equals("write") && arguments.stream().anyMatch(path -> path.startsWith("pipe:"));
  }

  /** Does it give, take or change a name? The first such call of a change is its commit. */
  boolean changesNames() {
    return name.matches("(rename|link|unlink)(at2?)?");
  }

  /** Does it write, sync, or change names? A change that reports success must have made it. */
  boolean matters() {
    return changesNames() || name.matches("p?write(64|v)?|f(data)?sync|syncfs|sync_file_range");
  }

  /** May it find the disk full? */
  boolean takesRoom() {
    return (matters() && !name.startsWith("unlink")) || arguments.contains("O_CREAT");
  }

  @Override
  public String toString() {
    return "%s(%s) (number %d)".formatted(name, String.join(", ", arguments), nth);
  }
}
