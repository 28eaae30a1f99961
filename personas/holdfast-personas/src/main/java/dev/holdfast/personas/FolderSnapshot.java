package dev.holdfast.personas;

import dev.holdfast.file.Durability;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockTimeoutException;
import dev.holdfast.snapshot.Snapshots;
import dev.holdfast.snapshot.Snapshots.Copying;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads all files of a folder as of one instant, while writers go on. The snapshot stands in {@code
 * .holdfast-views} for that time, under a lock {@code view:<name>}, so that one that a dead process
 * left is known and removed.
 */
final class FolderSnapshot {

  private static final String DIRECTORY = ".holdfast-views";

  private final Folder folder;
  private final Path views;

  FolderSnapshot(Folder folder) {
    this.folder = folder;
    this.views = folder.directory().path().resolve(DIRECTORY);
  }

  /** Gives every persona file, sorted by name. */
  void read(ImportSource.Receiver receiver) throws IOException, InterruptedException {
    sweep();
    folder.tree().files().createDirectories(views);
    String name = UUID.randomUUID().toString();
    Path view = views.resolve(name);
    try (LockHandle _ = folder.tree().acquire(lockOf(name))) {
      try {
        Snapshots.of(folder.tree()).take(view, Copying.LINK, Durability.NONE);
        List<Path> files = filesOf(view);
        for (Path file : files) {
          give(file, receiver);
        }
        tellOfPipes(files, receiver);
      } finally {
        remove(view); // while it is locked: somebody else's sweep would remove it, too
      }
    }
  }

  private void give(Path file, ImportSource.Receiver receiver) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    switch (rawOf(file)) {
      case RawFile.Content(byte[] bytes) -> receiver.persona(fileName, bytes);
      case RawFile.Broken(PersonaFile broken) ->
          receiver.leftOut(fileName, broken.findings().getFirst().message());
    }
  }

  /** Pipes, sockets and devices are in no snapshot. */
  private void tellOfPipes(List<Path> given, ImportSource.Receiver receiver) throws IOException {
    Set<Path> names = given.stream().map(Path::getFileName).collect(Collectors.toSet());
    for (Path path : filesOf(folder.directory().path())) {
      if (!names.contains(path.getFileName()) && isPipe(path)) {
        give(path, receiver);
      }
    }
  }

  private static boolean isPipe(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (NoSuchFileException e) {
      return false; // made and deleted since the snapshot
    }
  }

  /** The snapshot is made of links: an editor that writes a file in place writes this one, too. */
  private RawFile rawOf(Path file) throws IOException {
    Optional<Found> found = folder.directory().read(file).filter(Found::isKept);
    return found.isPresent() ? found.get().raw() : RawFile.read(file);
  }

  /** Removes those of dead processes. What a snapshot left before it had its name, a next does. */
  void sweep() throws IOException, InterruptedException {
    for (Path view : list(views)) {
      String name = String.valueOf(view.getFileName());
      if (name.startsWith(".")) {
        continue; // it may be in the making
      }
      try (LockHandle _ = folder.tree().acquire(lockOf(name).waitAtMost(Duration.ZERO))) {
        remove(view);
      } catch (LockTimeoutException e) {
        // somebody reads it
      }
    }
  }

  private static LockRequest lockOf(String name) {
    return LockRequest.exclusive("view:" + name).purpose("read all personas as of one instant");
  }

  private static List<Path> filesOf(Path view) throws IOException {
    return list(view).stream()
        .filter(path -> PersonaFile.isPersonaName(String.valueOf(path.getFileName())))
        .sorted(Comparator.comparing(path -> String.valueOf(path.getFileName())))
        .toList();
  }

  private static List<Path> list(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(all::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return all;
  }

  private static void remove(Path view) throws IOException {
    if (!Files.exists(view, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(view)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      boolean _ = Files.deleteIfExists(path);
    }
  }
}
