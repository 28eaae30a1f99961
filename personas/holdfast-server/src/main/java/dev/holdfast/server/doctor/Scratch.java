package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A new directory that is gone at the end, also when the program is told to end meanwhile: whoever
 * works in it is then interrupted, and has a moment to stop and to {@link #remove} it.
 */
final class Scratch {

  private static final String PREFIX = ".holdfast-doctor-";

  private static final int REMOVAL_TRIES = 5;

  private static final long STOP_SECONDS = 5;

  private final Thread worker = Thread.currentThread();
  private final Thread atExit = Thread.ofPlatform().unstarted(this::removeAtExit);
  private final CountDownLatch removed = new CountDownLatch(1);
  private volatile @Nullable Path path;

  private Scratch() {}

  /**
   * Creates it. The thread that calls this is the one that works in it.
   *
   * @throws InterruptedException if the program is ending already; nothing was created
   */
  static Scratch in(Path directory) throws IOException, InterruptedException {
    Scratch scratch = new Scratch();
    try {
      // First of all, so that there is no moment in which the directory is there and nobody knows.
      Runtime.getRuntime().addShutdownHook(scratch.atExit);
    } catch (IllegalStateException e) {
      throw new InterruptedException("the program is ending");
    }
    try {
      scratch.path = Files.createTempDirectory(directory, PREFIX);
    } finally {
      if (scratch.path == null) {
        String _ = scratch.remove();
      }
    }
    return scratch;
  }

  /** A new directory in it. */
  Path subdirectory(String name) throws IOException {
    return Files.createDirectory(path().resolve(name));
  }

  Path path() {
    Path created = path;
    if (created == null) {
      throw new IllegalStateException("not created");
    }
    return created;
  }

  /** Removes it; returns why not, or nothing. */
  String remove() {
    String failure = removeTree();
    removed.countDown();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return failure; // the program is ending
    }
    return failure;
  }

  /** What the program does with it when it is told to end. */
  void removeAtExit() {
    worker.interrupt();
    try {
      boolean _ = removed.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String _ = removeTree();
  }

  private String removeTree() {
    String failure = "";
    for (int tries = 0; path != null && tries < REMOVAL_TRIES; tries++) {
      try {
        ScratchTree.remove(path());
        return "";
      } catch (IOException e) { // a process of a check has not ended yet
        failure = Check.reason(e);
      }
    }
    return failure;
  }
}
