package dev.holdfast.server.cli;

import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.exchange.ExchangeLimits;
import dev.holdfast.personas.exchange.ImportSources;
import dev.holdfast.server.fetch.FetchOptions;
import dev.holdfast.server.fetch.Fetched;
import dev.holdfast.server.fetch.PersonaFetch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Where the arguments of an import lead. What cannot be read twice, standard input and what a URL
 * stands for, is in temporary files until this is closed; after a crash they stay in the folder of
 * temporary files of the system.
 */
final class ImportArguments implements ImportSource, AutoCloseable {

  private static final int CHUNK = 64 << 10;

  private final Io io;
  private final FetchOptions fetch;
  private final List<ImportSource> sources = new ArrayList<>();
  private final Deque<Path> temporaries = new ArrayDeque<>();

  private ImportArguments(Io io, FetchOptions fetch) {
    this.io = io;
    this.fetch = fetch;
  }

  /**
   * Opens every one of them.
   *
   * @param fetch what may be fetched
   * @throws CommandException if one cannot be meant
   * @throws dev.holdfast.personas.PersonaException if a URL may not or cannot be fetched
   */
  static ImportArguments open(Io io, List<String> arguments, FetchOptions fetch)
      throws IOException {
    if (arguments.stream().filter("-"::equals).count() > 1) {
      throw CommandException.usage("standard input can be read once only");
    }
    ImportArguments opened = new ImportArguments(io, fetch);
    boolean whole = false;
    try {
      for (String argument : arguments) {
        opened.sources.add(opened.source(argument));
      }
      whole = true;
      return opened;
    } finally {
      if (!whole) {
        opened.close();
      }
    }
  }

  private ImportSource source(String argument) throws IOException {
    if (argument.equals("-")) {
      return named(standardInput(), "");
    }
    if (startsWith(argument, "data:")) {
      return ImportSources.ofText(argument);
    }
    if (startsWith(argument, "https://") || startsWith(argument, "http://")) {
      return fetched(argument);
    }
    Path path = io.path(argument);
    return Files.isDirectory(path) ? ImportSources.ofFolder(path) : ImportSources.ofFile(path);
  }

  private static boolean startsWith(String argument, String scheme) {
    return argument.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private Path standardInput() throws IOException {
    Path file = Files.createTempFile("holdfast-import-", ".tmp");
    temporaries.push(file);
    try (OutputStream out = Files.newOutputStream(file)) {
      InputStream in = io.in();
      long bytes = 0;
      boolean begun = false;
      byte[] chunk = new byte[CHUNK];
      for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        int start = begun ? 0 : blanks(chunk, got); // what people paste often begins with some
        begun |= start < got;
        out.write(chunk, start, got - start);
        bytes += got;
        if (bytes > ExchangeLimits.MAX_FILE_BYTES) {
          throw CommandException.failed(
              "standard input has more than %d bytes; nothing was changed"
                  .formatted(ExchangeLimits.MAX_FILE_BYTES),
              "import it in parts");
        }
      }
    }
    return file;
  }

  private static int blanks(byte[] bytes, int length) {
    int start = 0;
    while (start < length && " \t\r\n".indexOf(bytes[start]) >= 0) {
      start++;
    }
    return start;
  }

  private ImportSource fetched(String argument) throws IOException {
    URI uri;
    try {
      uri = new URI(argument);
    } catch (URISyntaxException e) {
      throw CommandException.usage("not a URL: '%s': %s".formatted(argument, e.getReason()));
    }
    Fetched fetched = PersonaFetch.open(uri, fetch);
    temporaries.push(fetched.file());
    String path = Optional.ofNullable(fetched.uri().getPath()).orElse("");
    String last = path.substring(path.lastIndexOf('/') + 1);
    return named(fetched.file(), last.endsWith(".md") ? last : "");
  }

  /** The personas of a file of ours, whose own name says nothing of the persona in it. */
  private static ImportSource named(Path file, String name) {
    String own = String.valueOf(file.getFileName());
    return receiver ->
        ImportSources.ofFile(file)
            .read((given, content) -> receiver.persona(given.equals(own) ? name : given, content));
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    for (ImportSource source : sources) {
      source.read(receiver);
    }
  }

  @Override
  public void close() throws IOException {
    while (!temporaries.isEmpty()) {
      Files.deleteIfExists(temporaries.pop());
    }
  }
}
