package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways of replacing a file that are measured side by side. */
enum FilePeerKind implements WorkerKind {
  HOLDFAST("Holdfast, `AtomicFiles`"),
  RAW("raw sequence (`FileChannel`)"),
  RAW_UNSYNCED("raw sequence without its syncs: nothing durable"),
  LUCENE("Lucene's `FSDirectory`"),
  SQLITE("SQLite, WAL, `synchronous=FULL`"),
  WRITE_FILE_ATOMIC("write-file-atomic (Node); directory not synced"),
  ATOMICALLY("atomically (Node); directory not synced");

  private final String title;

  FilePeerKind(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Optional<String> missing() {
    return node() ? WorkerKind.missingPackage(packageName()) : Optional.empty();
  }

  @Override
  public List<String> command(Path directory) {
    return node()
        ? List.of(
            "node",
            WORKERS.resolve("files.js").toString(),
            NODE.toAbsolutePath().toString(),
            directory.toString(),
            packageName())
        : WorkerKind.java(FileWorker.class, name(), directory.toString());
  }

  /** Opens it in this process. */
  FilePeer open(Path directory) throws IOException, SQLException {
    return switch (this) {
      case HOLDFAST -> new HoldfastFilePeer(directory);
      case RAW -> new RawFilePeer(directory, true);
      case RAW_UNSYNCED -> new RawFilePeer(directory, false);
      case LUCENE -> new LuceneFilePeer(directory);
      case SQLITE -> new SqliteFilePeer(directory);
      case WRITE_FILE_ATOMIC, ATOMICALLY ->
          throw new IllegalArgumentException(this + " has a worker of its own language");
    };
  }

  private boolean node() {
    return this == WRITE_FILE_ATOMIC || this == ATOMICALLY;
  }

  private String packageName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
