package dev.holdfast.personas.exchange;

import dev.holdfast.personas.ImportSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The persona files of a folder.
 *
 * @param folder may be a link itself
 */
record FolderSource(Path folder) implements ImportSource {

  @Override
  public void read(Receiver receiver) throws IOException {
    for (Path file : files()) {
      try (InputStream in = ImportSources.open(file)) {
        Content.readMarkdown(in, String.valueOf(file.getFileName()), receiver);
      }
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw Refusal.of("there is no folder " + Refusal.shown(folder.toString()), "Check the path.");
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (isPersona(String.valueOf(entry.getFileName()))) {
          files.add(entry);
        }
        if (files.size() > ExchangeLimits.MAX_PERSONAS) {
          throw Refusal.of(
              "the folder has more than %d personas".formatted(ExchangeLimits.MAX_PERSONAS),
              "Import them from several folders.");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(Comparator.comparing(file -> String.valueOf(file.getFileName())));
    return files;
  }

  private static boolean isPersona(String name) {
    return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(".md");
  }
}
