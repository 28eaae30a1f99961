package dev.holdfast.personas.history;

import dev.holdfast.file.Content;
import dev.holdfast.tx.FileTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records changes of many personas together; see {@link HistoryLog#begin}. */
public final class HistoryBatch implements AutoCloseable {

  private final HistoryLog log;
  private final FileTransaction transaction;
  private final Map<Path, Integer> last = new HashMap<>();
  private final List<Path> records = new ArrayList<>();

  HistoryBatch(HistoryLog log, FileTransaction transaction) {
    this.log = log;
    this.transaction = transaction;
  }

  /** Adds a change. */
  public void record(Change change, byte[] before) throws IOException {
    Path own = log.directoryOf(change.slug());
    Integer known = last.get(own);
    int number = known == null ? HistoryLog.nextNumber(own) : known + 1;
    last.put(own, number);
    Path record = own.resolve(HistoryLog.fileName(number));
    transaction.put(record, Content.of(EntryFormat.encode(change, before)));
    records.add(record);
  }

  /** Records all of them, durably. */
  public void commit() throws IOException, InterruptedException {
    transaction.commit();
  }

  /** Removes the oldest changes of all of them, so many that {@code keep} stay of each. */
  public void keepLatest(int keep) throws IOException {
    for (Path own : last.keySet()) {
      HistoryLog.keepLatest(own, keep);
    }
  }

  /** Takes back what was committed, because the changes were refused. */
  public void retract() throws IOException {
    for (Path record : records) {
      boolean _ = Files.deleteIfExists(record);
    }
  }

  /** Gives up what was not committed. */
  @Override
  public void close() throws IOException {
    transaction.close();
  }
}
