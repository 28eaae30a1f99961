package dev.holdfast.snapshot;

import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.snapshot.ManifestEntry.Directory;
import dev.holdfast.snapshot.ManifestEntry.RegularFile;
import dev.holdfast.snapshot.ManifestEntry.SymbolicLink;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a manifest that somebody else may have written, entry by entry. What it has given is to be
 * relied on only when the end was reached, where the checksum is.
 *
 * <p>Memory does not grow with the manifest: that the entries are sorted shows that none is there
 * twice and that each has its directory before it.
 */
final class ManifestReader implements Closeable {

  private static final Pattern COUNTS =
      Pattern.compile(
          "# files (\\d{1,18}), bytes (\\d{1,18}), directories (\\d{1,18}), links (\\d{1,18})");

  private final Path manifest;
  private final InputStream in;
  private final MessageDigest digest = Sha256.start();

  private long lineNumber;
  private boolean ended;
  private String previous = "";

  /** The directory of the entries that come; those that come after it are not in it. */
  private String directory = "";

  private long files;
  private long directories;
  private long links;

  private ManifestReader(Path manifest, InputStream in) {
    this.manifest = manifest;
    this.in = in;
  }

  /** Opens the manifest of a snapshot and reads its head. */
  static ManifestReader open(Path snapshot) throws IOException {
    Path manifest = snapshot.resolve(Manifest.NAME);
    InputStream in;
    try {
      if (Files.exists(manifest, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
        throw new ManifestException(manifest, "it is not a file");
      }
      in = new BufferedInputStream(Files.newInputStream(manifest, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      throw new ManifestException(manifest, "there is none, so this is no whole snapshot");
    }
    ManifestReader reader = new ManifestReader(manifest, in);
    try {
      reader.readHead();
      return reader;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private void readHead() throws IOException {
    String first = line();
    if (!first.equals(Manifest.HEADER)) {
      throw first.matches(Manifest.FORMAT + "\\d{1,9}")
          ? problem("it is of version %s: use a newer program".formatted(first.substring(20)))
          : problem("it does not begin with '%s'".formatted(Manifest.HEADER));
    }
    String second = line();
    try {
      if (!second.startsWith(Manifest.TAKEN)) {
        throw problem("it does not say when the snapshot was taken");
      }
      Instant _ = Instant.parse(second.substring(Manifest.TAKEN.length()));
    } catch (DateTimeException e) {
      throw problem("it does not say when the snapshot was taken");
    }
  }

  /**
   * The next entry; null at the end, when all that was read is known to be what was written.
   *
   * @throws ManifestException if it cannot be relied on
   */
  @Nullable ManifestEntry next() throws IOException {
    while (!ended) {
      String line = line();
      ManifestEntry entry = null;
      if (!line.startsWith("#")) {
        entry = file(line);
      } else if (line.startsWith(Manifest.DIRECTORY)) {
        entry = new Directory(path(line.substring(Manifest.DIRECTORY.length())));
      } else if (line.startsWith(Manifest.LINK)) {
        String rest = line.substring(Manifest.LINK.length());
        entry = new SymbolicLink(path(afterHash(rest)), rest.substring(0, Sha256.DIGITS));
      } else if (line.startsWith(Manifest.COUNTS)) {
        readEnd(line);
      } // else from a later version that this one can do without
      if (entry != null) {
        check(entry);
        return entry;
      }
    }
    return null;
  }

  private ManifestEntry file(String line) throws IOException {
    boolean escaped = line.startsWith("\\");
    String rest = escaped ? line.substring(1) : line;
    String name = afterHash(rest);
    if (!escaped && name.indexOf('\\') >= 0) {
      throw problem("a name is not escaped");
    }
    return new RegularFile(path(name), rest.substring(0, Sha256.DIGITS));
  }

  private String afterHash(String text) throws IOException {
    int end = Sha256.DIGITS;
    if (text.length() < end + 2
        || !Sha256.isOne(text.substring(0, end))
        || !text.startsWith("  ", end)) {
      throw problem("it is neither a comment nor a hash, two blanks and a name");
    }
    return text.substring(end + 2);
  }

  private String path(String escaped) throws IOException {
    String path = PathText.unescape(escaped);
    if (path == null) {
      throw problem("a name is not escaped");
    }
    String wrong = PathText.problem(path);
    if (wrong != null) {
      throw problem("'%s' %s".formatted(escaped, wrong));
    }
    return path;
  }

  private void check(ManifestEntry entry) throws IOException {
    String path = entry.path();
    if (PathText.compare(previous, path) >= 0) {
      throw problem("'%s' is there twice or not in order".formatted(PathText.escape(path)));
    }
    previous = path;
    String parent = PathText.parent(path);
    while (!directory.equals(parent)) {
      if (directory.isEmpty()) {
        throw problem("the directory of '%s' is not there".formatted(PathText.escape(path)));
      }
      directory = PathText.parent(directory);
    }
    switch (entry) {
      case Directory _ -> {
        directories++;
        directory = path;
      }
      case RegularFile _ -> files++;
      case SymbolicLink _ -> links++;
    }
  }

  private void readEnd(String counts) throws IOException {
    Matcher matcher = COUNTS.matcher(counts);
    if (!matcher.matches()
        || Long.parseLong(matcher.group(1)) != files
        || Long.parseLong(matcher.group(3)) != directories
        || Long.parseLong(matcher.group(4)) != links) {
      throw problem("it does not have as many entries as it says");
    }
    String expected = Manifest.CHECKSUM + Sha256.end(digest);
    if (!line().equals(expected)) {
      throw problem("it was changed after it was written: its checksum is another one");
    }
    if (in.read() >= 0) {
      throw problem("something follows its end");
    }
    ended = true;
  }

  private String line() throws IOException {
    lineNumber++;
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int each = in.read(); each != '\n'; each = in.read()) {
      if (each < 0) {
        throw problem("it ends too early");
      }
      if (line.size() == Manifest.MAX_LINE_BYTES) {
        throw problem("it has a line of more than %d bytes".formatted(Manifest.MAX_LINE_BYTES));
      }
      line.write(each);
    }
    byte[] bytes = line.toByteArray();
    digest.update(bytes);
    digest.update((byte) '\n');
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw problem("it is not UTF-8");
    }
  }

  private ManifestException problem(String what) {
    return new ManifestException(manifest, "line %d: %s".formatted(lineNumber, what));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
