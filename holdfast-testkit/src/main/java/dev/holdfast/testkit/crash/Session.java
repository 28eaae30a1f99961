package dev.holdfast.testkit.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A {@link Scratch} in use. Its own failures are no failures of the code under test: unchecked. */
final class Session implements AutoCloseable {

  private final Scratch scratch;

  private final @Nullable DiskImage image;

  private Session(Scratch scratch, @Nullable DiskImage image) {
    this.scratch = scratch;
    this.image = image;
  }

  /** A new disk with what {@code setup} puts on it. */
  static Session fresh(Path parent, DirectoryTask<? extends Exception> setup) {
    return open(
        parent,
        null,
        scratch -> {
          Files.createDirectory(scratch.work());
          setUp(scratch.view(), setup);
        });
  }

  private static void setUp(Path root, DirectoryTask<? extends Exception> setup) {
    try {
      setup.run(root);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("the files to start with could not be made", e);
    }
  }

  /** A disk after a crash. */
  static Session after(Path parent, DiskImage image) {
    return open(parent, image, scratch -> Materializer.fill(scratch.base(), image));
  }

  private interface Filling {
    void fill(Scratch scratch) throws IOException;
  }

  private static Session open(Path parent, @Nullable DiskImage image, Filling filling) {
    try {
      Scratch scratch = Scratch.create(parent);
      try {
        filling.fill(scratch);
      } catch (IOException | RuntimeException | Error e) {
        scratch.close();
        throw e;
      }
      return new Session(scratch, image);
    } catch (IOException e) {
      throw new UncheckedIOException("a directory for a simulated disk could not be made", e);
    }
  }

  Recorder record() {
    try {
      return image == null
          ? Recorder.of(scratch.base(), scratch.work())
          : Recorder.of(scratch.base(), scratch.work(), image);
    } catch (IOException e) {
      throw new UncheckedIOException("a simulated disk could not be read", e);
    }
  }

  /** The working directory with everything written down. */
  Path view(Recorder recorder) {
    return scratch.view(new RecordingCalls(recorder));
  }

  /** The working directory. */
  Path view() {
    return scratch.view();
  }

  @Override
  public void close() {
    try {
      scratch.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a simulated disk could not be removed", e);
    }
  }
}
