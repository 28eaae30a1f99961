package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.NIOFSDirectory;

/** The steps of a commit of Lucene's, by its own code: write, sync, rename, sync the directory. */
final class LuceneFilePeer implements FilePeer {

  private final FSDirectory directory;
  private final AtomicLong temporaries = new AtomicLong();

  LuceneFilePeer(Path directory) throws IOException {
    this.directory = new NIOFSDirectory(directory);
  }

  @Override
  public void replace(int file, byte[] content) throws IOException {
    String temporary = "pending-" + temporaries.incrementAndGet();
    try (IndexOutput out = directory.createOutput(temporary, IOContext.DEFAULT)) {
      out.writeBytes(content, content.length);
    }
    directory.sync(List.of(temporary));
    directory.rename(temporary, "file-" + file);
    directory.syncMetaData();
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
