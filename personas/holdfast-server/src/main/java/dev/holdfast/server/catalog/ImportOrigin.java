package dev.holdfast.server.catalog;

import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.exchange.ImportSources;
import dev.holdfast.server.fetch.FetchOptions;
import dev.holdfast.server.fetch.Fetched;
import dev.holdfast.server.fetch.PersonaFetch;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a client gave to be imported: a text, the path of a file or folder, or a URL. Told by its
 * beginning, so that a text is never taken for a path. Open until it is closed.
 *
 * <p>Whoever gives a path may be a model that was told to by somebody else. So only files are read
 * whose names say that they may be personas, no link is followed, and of what is no persona nothing
 * comes back but what is wrong with it.
 */
final class ImportOrigin implements ImportSource, Closeable {

  /** How the names of files end that are read. */
  static final List<String> ENDINGS = List.of(".md", ".json", ".txt", ".zip");

  private static final int LONGEST_LINE = 4_096;

  private final ImportSource source;
  private final List<Closeable> resources;

  private ImportOrigin(ImportSource source, Closeable... resources) {
    this.source = source;
    this.resources = List.of(resources);
  }

  /**
   * Opens what {@code given} means; a URL is fetched.
   *
   * @throws ToolException INVALID_ARGUMENT if it is a path or URL that is not read
   * @throws IOException if it cannot be read
   */
  static ImportOrigin open(String given, FetchOptions options) throws IOException {
    String line = given.strip();
    String lower = line.toLowerCase(Locale.ROOT);
    if (line.length() > LONGEST_LINE || line.lines().count() != 1 || lower.startsWith("data:")) {
      return new ImportOrigin(ImportSources.ofText(given));
    }
    if (lower.startsWith("https:") || lower.startsWith("http:")) {
      return fetch(line, options);
    }
    if (isPath(line)) {
      return ofPath(pathOf(line));
    }
    if (lower.startsWith("file:") || hasEnding(lower)) {
      throw refused(
          Values.quoted(line) + " is not an absolute path.",
          "Give the whole path, from the root or from ~/, or the text itself.");
    }
    return new ImportOrigin(ImportSources.ofText(given));
  }

  private static ImportOrigin fetch(String line, FetchOptions options) throws IOException {
    URI uri;
    try {
      uri = new URI(line);
    } catch (URISyntaxException e) {
      throw refused(
          Values.quoted(line) + " is not a URL: " + e.getReason() + ".",
          "Give a URL like https://example.org/persona.md.");
    }
    Fetched fetched = PersonaFetch.open(uri, options);
    return new ImportOrigin(
        named(ImportSources.ofFile(fetched.file()), fetched.file(), lastOf(fetched.uri())),
        fetched);
  }

  /** Shows the name that the URL has, not that of the temporary file. */
  private static ImportSource named(ImportSource source, Path temporary, String name) {
    String hidden = String.valueOf(temporary.getFileName());
    return receiver ->
        source.read(
            (fileName, content) ->
                receiver.persona(fileName.equals(hidden) ? name : fileName, content));
  }

  private static String lastOf(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean isPath(String line) {
    try {
      return line.startsWith("~/") || Path.of(line).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Path pathOf(String line) {
    return line.startsWith("~/")
        ? Path.of(System.getProperty("user.home", "/")).resolve(line.substring(2))
        : Path.of(line);
  }

  private static ImportOrigin ofPath(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw refused(
          Values.quoted(path.toString()) + " is a link, which is not followed.",
          "Give the path of the file or folder itself.");
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return new ImportOrigin(ImportSources.ofFolder(path));
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (!hasEnding(name)) {
      throw refused(
          Values.quoted(path.toString())
              + " is not a folder, and not a file that is read: its name does not end in "
              + String.join(", ", ENDINGS)
              + ".",
          "Give the path of such a file or of a folder of .md files, or the text itself.");
    }
    return new ImportOrigin(ImportSources.ofFile(path));
  }

  private static boolean hasEnding(String name) {
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static ToolException refused(String message, String hint) {
    return new ToolException("INVALID_ARGUMENT", message, hint);
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    source.read(receiver);
  }

  @Override
  public void close() throws IOException {
    for (Closeable resource : resources) {
      resource.close();
    }
  }
}
