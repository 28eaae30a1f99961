package dev.holdfast.server.console;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that came with a request, in a temporary directory that nobody else may read, so that the
 * import reads them as it reads every file. A request never names a path of the server.
 */
final class Upload implements Closeable {

  static final int MOST_BODY_BYTES = 24 << 20;

  /** Whose it is, for those who find it after a crash. */
  static final String PREFIX = "holdfast-upload-" + ProcessHandle.current().pid() + "-";

  private static final int MOST_FILES = 1_000;
  private static final int LONGEST_NAME = 80;
  private static final Set<String> ENDINGS = Set.of(".md", ".json", ".txt", ".zip");
  private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._ -]|^\\.+");

  private final Path directory;

  private Upload() throws IOException {
    this.directory = Files.createTempDirectory(PREFIX);
  }

  /** Imports what the request brings; the answer is that of {@code import_persona}. */
  static Map<String, Object> imported(ApiCall call) {
    Map<String, Object> arguments = new HashMap<>(call.arguments());
    arguments.remove("files");
    try (Upload upload = new Upload()) {
      arguments.put(
          "source", upload.spooled(call.arguments().getOrDefault("files", "")).toString());
      return call.tool("import_persona", arguments);
    } catch (IOException e) {
      throw ApiException.of(
          "IO_FAILURE",
          "The files could not be kept for the time of the import: " + e.getMessage() + ".",
          "See to the temporary directory of the server, then try again.");
    }
  }

  /** One file is read as what it is; of several each is a persona. */
  private Path spooled(Object files) throws IOException {
    if (!(files instanceof List<?> list) || list.isEmpty() || list.size() > MOST_FILES) {
      throw ApiException.badRequest(
          "files is not an array of 1 to " + MOST_FILES + " files.",
          "Give each as an object with name and content, which is base64.");
    }
    Set<String> taken = new HashSet<>();
    Path file = directory;
    for (Object one : list) {
      String name = unique(nameOf(one), taken);
      if (list.size() > 1 && !name.endsWith(".md")) {
        throw ApiException.badRequest(
            "Of several files each must be a persona (.md); one of them is not.",
            "Import bundles and archives one by one.");
      }
      file = Files.write(directory.resolve(name), contentOf(one));
    }
    return list.size() > 1 ? directory : file;
  }

  private static String unique(String name, Set<String> taken) {
    String unique = name;
    int dot = name.lastIndexOf('.');
    for (int n = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); n++) {
      unique = name.substring(0, dot) + "-" + n + name.substring(dot);
    }
    return unique;
  }

  /** A name that is legal everywhere; only its ending decides anything. */
  private static String nameOf(Object file) {
    String given = field(file, "name");
    String lower = given.toLowerCase(Locale.ROOT);
    String ending =
        ENDINGS.stream()
            .filter(lower::endsWith)
            .findFirst()
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "A file that is no .md, .json, .txt or .zip cannot be imported.",
                        "Give personas as Markdown, bundles as JSON, or a backup as ZIP."));
    String stem = given.substring(0, given.length() - ending.length());
    String safe = UNSAFE.matcher(stem).replaceAll("_").strip();
    return (safe.isEmpty()
            ? "file"
            : safe.codePoints()
                .limit(LONGEST_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append))
        + ending;
  }

  private static byte[] contentOf(Object file) {
    try {
      return Base64.getDecoder().decode(field(file, "content"));
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(
          "The content of a file is not base64.", "Encode the bytes of each file.");
    }
  }

  private static String field(Object file, String name) {
    if (file instanceof Map<?, ?> map && map.get(name) instanceof String text) {
      return text;
    }
    throw ApiException.badRequest(
        "A file has no " + name + ".", "Give each as an object with name and content.");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
