package dev.holdfast.personas.history;

import dev.holdfast.file.Content;
import dev.holdfast.tx.FileTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Records changes of many personas together; see {@link HistoryLog#begin}. */
public final class HistoryBatch implements AutoCloseable {

  private final HistoryLog log;
  private final FileTransaction transaction;
  private final Map<Path, Integer> last = new HashMap<>();

  HistoryBatch(HistoryLog log, FileTransaction transaction) {
    this.log = log;
    this.transaction = transaction;
  }

  /** Adds a change. */
  public void record(Change change, byte[] before) throws IOException {
    Path own = log.directoryOf(change.slug());
    Integer known = last.get(own);
    int number = 1 + (known == null ? HistoryLog.lastNumber(own) : known);
    last.put(own, number);
    transaction.put(
        own.resolve(HistoryLog.fileName(number)), Content.of(EntryFormat.encode(change, before)));
  }

  /** Records all of them, durably. */
  public void commit() throws IOException, InterruptedException {
    transaction.commit();
  }

  /** Gives up what was not committed. */
  @Override
  public void close() throws IOException {
    transaction.close();
  }
}
