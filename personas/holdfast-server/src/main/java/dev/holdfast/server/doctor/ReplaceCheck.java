package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Is a file that is renamed over another one there at every moment, old or new, whole? */
final class ReplaceCheck implements Check {

  /** Moves a file over another one. */
  @FunctionalInterface
  interface Mover {
    void move(Path from, Path to) throws IOException;
  }

  private static final long NANOS = Duration.ofMillis(300).toNanos();
  private static final int BYTES = 16 << 10;

  private final Mover mover;
  private volatile boolean done;
  private volatile boolean seen;

  ReplaceCheck() {
    this((from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
  }

  /** To try the check itself. */
  ReplaceCheck(Mover mover) {
    this.mover = mover;
  }

  @Override
  public String name() {
    return "replace";
  }

  @Override
  public Finding run(Path scratch) throws IOException {
    Path target = Files.write(scratch.resolve("file"), content(0));
    CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> read(target));
    int count = 0;
    try {
      long end = System.nanoTime() + NANOS;
      // A busy machine may let the reader begin late.
      while ((!seen || System.nanoTime() - end < 0) && !reader.isDone()) {
        count++;
        mover.move(Files.write(scratch.resolve("new"), content(count)), target);
      }
    } catch (AtomicMoveNotSupportedException e) {
      return Finding.fail("no file can be replaced by a rename: " + Check.reason(e), ELSEWHERE);
    } finally {
      done = true;
    }
    try {
      String fault = reader.join();
      return fault.isEmpty()
          ? Finding.ok("a rename over a file is atomic for readers (%d times)".formatted(count))
          : Finding.fail("while a file was replaced, a reader found it " + fault, ELSEWHERE);
    } catch (CompletionException e) {
      return Finding.fail("a reader failed: " + e.getCause(), ELSEWHERE);
    }
  }

  /** Reads again and again; returns what was wrong, or nothing. */
  private String read(Path target) {
    while (!done) {
      try {
        byte[] found = Files.readAllBytes(target);
        if (found.length != BYTES || !Arrays.equals(found, content(found[0]))) {
          return "torn";
        }
        seen = true;
      } catch (NoSuchFileException e) {
        return "missing";
      } catch (IOException e) {
        throw new CompletionException(e);
      }
    }
    return "";
  }

  private static byte[] content(int version) {
    byte[] content = new byte[BYTES];
    Arrays.fill(content, (byte) version);
    return content;
  }
}
