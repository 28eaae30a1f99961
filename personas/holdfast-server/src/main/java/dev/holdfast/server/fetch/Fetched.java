package dev.holdfast.server.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was fetched, in a temporary file that is there until this is closed. After a crash it stays
 * in the folder of temporary files of the system.
 */
public final class Fetched implements Closeable {

  private final URI uri;
  private final Path file;
  private final long bytes;
  private final String contentType;

  Fetched(URI uri, Path file, long bytes, String contentType) {
    this.uri = uri;
    this.file = file;
    this.bytes = bytes;
    this.contentType = contentType;
  }

  /** Where it came from, after all redirects. */
  public URI uri() {
    return uri;
  }

  /** The file; on POSIX only its owner may read it. */
  public Path file() {
    return file;
  }

  /** How long it is. */
  public long bytes() {
    return bytes;
  }

  /** What the server says that it is, such as {@code text/markdown}; untrusted, perhaps empty. */
  public String contentType() {
    return contentType;
  }

  /** Deletes the file. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
