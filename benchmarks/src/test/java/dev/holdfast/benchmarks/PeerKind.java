package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The ways of locking between processes that are measured side by side. */
enum PeerKind implements WorkerKind {
  HOLDFAST("Holdfast"),
  OFD("OFD lock, raw (`fcntl` through FFM)"),
  OPEN_CHANNEL("`FileChannel` that stays open"),
  CHANNEL("`FileChannel` open-lock-close"),
  FLOCK("`flock(1)`, a process per lock"),
  PROPER_LOCKFILE("proper-lockfile (Node)"),
  FILELOCK("filelock (Python)"),
  MAVEN("maven-resolver file-lock");

  private static final Path PYTHON =
      Path.of("target", "python", "usr", "lib", "python3", "dist-packages");

  private final String title;

  PeerKind(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Optional<String> missing() {
    return switch (this) {
      case PROPER_LOCKFILE -> WorkerKind.missingPackage("proper-lockfile");
      case FILELOCK ->
          Commands.works(List.of("/usr/bin/python3", "-c", "import filelock"), environment())
              ? Optional.empty()
              : Optional.of("peers.sh could not bring it");
      case FLOCK ->
          Commands.works(List.of("flock", "--version"), List.of())
              ? Optional.empty()
              : Optional.of("there is no flock(1) here");
      default -> Optional.empty();
    };
  }

  @Override
  public List<String> command(Path directory) {
    return switch (this) {
      case PROPER_LOCKFILE ->
          List.of(
              "node",
              "--expose-gc",
              WORKERS.resolve("worker.js").toString(),
              NODE.toAbsolutePath().toString(),
              directory.toString());
      case FILELOCK ->
          List.of(
              "/usr/bin/python3", WORKERS.resolve("worker.py").toString(), directory.toString());
      default -> WorkerKind.java(Worker.class, name(), directory.toString());
    };
  }

  @Override
  public List<String> environment() {
    return this == FILELOCK && Files.isDirectory(PYTHON)
        ? List.of("PYTHONPATH=" + PYTHON.toAbsolutePath())
        : List.of();
  }

  /**
   * How often a worker cycles before it is measured under contention: compiled code, if it has any.
   */
  int warmUps() {
    return switch (this) {
      case FLOCK -> 2;
      case PROPER_LOCKFILE, FILELOCK -> 20;
      default -> 3000;
    };
  }

  /** Opens it in this process. */
  Peer open(Path directory) throws IOException {
    return switch (this) {
      case HOLDFAST -> new HoldfastPeer(directory);
      case OFD -> new OfdPeer(directory);
      case OPEN_CHANNEL -> new OpenChannelPeer(directory);
      case CHANNEL -> new ChannelPeer(directory);
      case FLOCK -> new FlockPeer(directory);
      case MAVEN -> new MavenPeer(directory);
      case PROPER_LOCKFILE, FILELOCK ->
          throw new IllegalArgumentException(this + " has a worker of its own language");
    };
  }
}
