package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.archive.Archive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * Personas from a text, a file or a folder. What form a text has is told by its content: Markdown,
 * JSON of one persona or a bundle, base64 of either, or a {@linkplain DataLink data link}.
 *
 * <p>The sources keep nothing but what they were made of, and may be read by several threads at
 * once. A file or folder that changes between two readings gives what is there then. An archive is
 * none of these forms.
 */
public final class ImportSources {

  /** How a ZIP file begins. */
  private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

  private ImportSources() {}

  /**
   * The personas in a text as people paste it: blanks before it do not count.
   *
   * @throws dev.holdfast.personas.PersonaException {@code INVALID_VALUE} if it is too long, or
   *     holds half of a surrogate pair
   */
  public static ImportSource ofText(String text) {
    byte[] bytes = bytesOf(text);
    return receiver -> Content.read(new ByteArrayInputStream(bytes), "", receiver);
  }

  private static byte[] bytesOf(String text) {
    if (text.length() <= ExchangeLimits.MAX_TEXT_BYTES) {
      int wrong = Refusal.loneSurrogate(text);
      if (wrong >= 0) {
        throw Refusal.of(
            "character %d of the text is half of a surrogate pair".formatted(wrong + 1),
            "Give the text as valid Unicode.");
      }
      byte[] bytes = text.stripLeading().getBytes(UTF_8);
      if (bytes.length <= ExchangeLimits.MAX_TEXT_BYTES) {
        return bytes;
      }
    }
    throw Refusal.of(
        "the text has more than %d bytes".formatted(ExchangeLimits.MAX_TEXT_BYTES),
        "Save it as a file and import the file.");
  }

  /**
   * The personas in a regular file; one that ends in {@code .md} is a persona itself, an archive is
   * known by its first bytes. A link is not followed. Each reading opens the file anew.
   */
  public static ImportSource ofFile(Path file) {
    return receiver -> {
      if (isArchive(file)) {
        try (Archive archive = Archive.open(file)) {
          archive.read(receiver);
        }
        return;
      }
      try (InputStream in = open(file)) {
        String name = String.valueOf(file.getFileName());
        if (name.toLowerCase(Locale.ROOT).endsWith(".md")) {
          Content.readMarkdown(in, name, receiver);
        } else {
          Content.read(in, name, receiver);
        }
      }
    };
  }

  private static boolean isArchive(Path file) throws IOException {
    try (InputStream in = open(file)) {
      return Arrays.equals(in.readNBytes(ARCHIVE.length), ARCHIVE);
    }
  }

  /**
   * The files {@code *.md} of a folder that are not hidden, in the order of their names. A link or
   * anything else of that name which is no regular file is refused, so that nothing is left out
   * silently.
   */
  public static ImportSource ofFolder(Path folder) {
    return new FolderSource(folder);
  }

  /** Opens a regular file for reading; the stream keeps the limit on its size. */
  static InputStream open(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusal.of("there is no file " + Refusal.shown(file.toString()), "Check the path.");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusal.of(
          Refusal.shown(file.toString()) + " is a link, a directory or a device, not a file",
          "Give the path of a file; links are not followed.");
    }
    return new BoundedInputStream(
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
        ExchangeLimits.MAX_FILE_BYTES);
  }
}
