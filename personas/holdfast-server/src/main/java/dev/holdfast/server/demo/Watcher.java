package dev.holdfast.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A reader that asks nobody: it reads all files of the folder, again and again, without a lock. */
final class Watcher implements Runnable {

  private final Path folder;
  private final Ledger ledger;
  private final AtomicBoolean stop;
  private final Reads reads = new Reads();
  private final Map<String, Path> places = new HashMap<>();
  private volatile Reads.Summary summary = reads.summary();

  Watcher(Path folder, Ledger ledger, AtomicBoolean stop) {
    this.folder = folder;
    this.ledger = ledger;
    this.stop = stop;
  }

  /** What was seen until now. */
  Reads.Summary summary() {
    return summary;
  }

  @Override
  public void run() {
    try {
      while (!stop.get()) {
        look();
        summary = reads.summary();
      }
    } catch (IOException | UncheckedIOException e) {
      ledger.error("the reader failed: " + e);
    }
  }

  /** Reads every file once. */
  private void look() throws IOException {
    Set<String> expected = new HashSet<>(ledger.winners().keySet());
    for (Path file : personaFiles(folder)) {
      read(file).ifPresent(expected::remove);
    }
    // A listing need not show a file that is replaced while it is made (POSIX readdir), so what was
    // not listed is looked for by its place, or in a second listing, before it counts as missing.
    for (String name : expected) {
      Path place = places.get(name);
      if (place == null || read(place).isEmpty()) {
        List<Path> again = personaFiles(folder);
        boolean found = false;
        for (Path file : again) {
          found |= read(file).filter(name::equals).isPresent();
        }
        if (!found) {
          reads.missed(name);
        }
      }
    }
  }

  /** The name of the persona in the file; empty if the file is gone or torn. */
  private Optional<String> read(Path file) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (reads.see(String.valueOf(file.getFileName()), content)
        instanceof DemoFile.Whole(String name, _, _, _)) {
      places.put(name, file);
      return Optional.of(name);
    }
    return Optional.empty();
  }

  /** The content of every persona file, by file name. */
  static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : personaFiles(folder)) {
      contents.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    }
    return contents;
  }

  private static List<Path> personaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }
}
