package dev.holdfast.internal.domain;

import dev.holdfast.internal.domain.LockRecord.State;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the records of a {@link RecordTable}.
 *
 * <p>One process writes to a record at a time, others read meanwhile: a reader copies a record
 * between two looks at its sequence number, which is odd while it is written.
 */
final class RecordFormat {

  private static final int MAX_READS = 100;

  private static final long SEQUENCE_AT = 0;
  private static final long STATE_AT = 8;
  private static final long SLOT_AT = 12;
  private static final long INCARNATION_AT = 16;
  private static final long SINCE_AT = 24;
  private static final long TOKEN_AT = 32;
  private static final long PID_AT = 40;
  private static final long TICKET_AT = 48;
  private static final long THREAD_ID_AT = 56;
  private static final long BELL_AT = 64;
  private static final long RUNG_BY_PROCESS_AT = 68;
  private static final long RESOURCE_LENGTH_AT = 72;
  private static final long THREAD_LENGTH_AT = 74;
  private static final long PURPOSE_LENGTH_AT = 76;
  private static final long RESOURCE_AT = 80;
  private static final int RESOURCE_BYTES = 88;
  private static final long THREAD_AT = RESOURCE_AT + RESOURCE_BYTES;
  private static final int THREAD_BYTES = 40;
  private static final long PURPOSE_AT = THREAD_AT + THREAD_BYTES;
  private static final int PURPOSE_BYTES = 48;

  private final MemorySegment file;

  RecordFormat(MemorySegment file) {
    this.file = file;
  }

  void write(int place, LockRecord content) {
    long at = at(place);
    long sequence = beginWrite(at);
    file.set(Layout.INT, at + STATE_AT, content.state().number());
    file.set(Layout.INT, at + SLOT_AT, content.slot());
    file.set(Layout.LONG, at + INCARNATION_AT, content.incarnation());
    file.set(Layout.LONG, at + SINCE_AT, content.sinceMillis());
    file.set(Layout.LONG, at + TOKEN_AT, content.token());
    file.set(Layout.LONG, at + PID_AT, content.pid());
    file.set(Layout.LONG, at + TICKET_AT, content.ticket());
    file.set(Layout.LONG, at + THREAD_ID_AT, content.threadId());
    putText(at + RESOURCE_LENGTH_AT, at + RESOURCE_AT, RESOURCE_BYTES, content.resource());
    putText(at + THREAD_LENGTH_AT, at + THREAD_AT, THREAD_BYTES, content.thread());
    putText(at + PURPOSE_LENGTH_AT, at + PURPOSE_AT, PURPOSE_BYTES, content.purpose());
    Layout.releaseLong(file, at + SEQUENCE_AT, sequence + 1);
  }

  /** Writes only who holds; the texts stay. */
  void write(int place, State state, long sinceMillis, long token, long threadId) {
    long at = at(place);
    long sequence = beginWrite(at);
    file.set(Layout.INT, at + STATE_AT, state.number());
    file.set(Layout.LONG, at + SINCE_AT, sinceMillis);
    file.set(Layout.LONG, at + TOKEN_AT, token);
    file.set(Layout.LONG, at + THREAD_ID_AT, threadId);
    Layout.releaseLong(file, at + SEQUENCE_AT, sequence + 1);
  }

  private long beginWrite(long at) {
    long sequence = file.get(Layout.LONG, at + SEQUENCE_AT) | 1;
    file.set(Layout.LONG, at + SEQUENCE_AT, sequence);
    VarHandle.releaseFence(); // the odd number before the content
    return sequence;
  }

  /** Null if the record was changed all the time it was looked at, or its writer died in it. */
  @Nullable LockRecord read(int place) {
    return readStably(
        place,
        at ->
            new LockRecord(
                State.of(file.get(Layout.INT, at + STATE_AT)),
                file.get(Layout.INT, at + SLOT_AT),
                file.get(Layout.LONG, at + INCARNATION_AT),
                file.get(Layout.LONG, at + SINCE_AT),
                file.get(Layout.LONG, at + TOKEN_AT),
                file.get(Layout.LONG, at + PID_AT),
                file.get(Layout.LONG, at + TICKET_AT),
                file.get(Layout.LONG, at + THREAD_ID_AT),
                text(at + RESOURCE_LENGTH_AT, at + RESOURCE_AT, RESOURCE_BYTES),
                text(at + THREAD_LENGTH_AT, at + THREAD_AT, THREAD_BYTES),
                text(at + PURPOSE_LENGTH_AT, at + PURPOSE_AT, PURPOSE_BYTES)));
  }

  /** What {@link #read} reads, but for what people want to know. */
  @Nullable Standing readStanding(int place) {
    return readStably(
        place,
        at ->
            new Standing(
                place,
                file.get(Layout.INT, at + SLOT_AT),
                file.get(Layout.LONG, at + INCARNATION_AT),
                file.get(Layout.LONG, at + TICKET_AT),
                State.of(file.get(Layout.INT, at + STATE_AT))));
  }

  private <T> @Nullable T readStably(int place, LongFunction<? extends T> copyAt) {
    long at = at(place);
    for (int reads = 0; reads < MAX_READS; reads++) {
      long sequence = Layout.acquireLong(file, at + SEQUENCE_AT);
      if ((sequence & 1) == 0) {
        T copy = copyAt.apply(at);
        VarHandle.acquireFence(); // the content before the second look
        if (file.get(Layout.LONG, at + SEQUENCE_AT) == sequence) {
          return copy;
        }
      }
      Thread.onSpinWait();
    }
    return null;
  }

  State state(int place) {
    return State.of(file.get(Layout.INT, at(place) + STATE_AT));
  }

  void clearState(int place) {
    file.set(Layout.INT, at(place) + STATE_AT, State.NONE.number());
  }

  /** Is the waiter woken by the bell thread of its process, or does it sleep on its own bell? */
  boolean isRungByProcess(int place) {
    return (int) Layout.INTS.getVolatile(file, at(place) + RUNG_BY_PROCESS_AT) != 0;
  }

  void setRungByProcess(int place, boolean byProcess) {
    Layout.INTS.setVolatile(file, at(place) + RUNG_BY_PROCESS_AT, byProcess ? 1 : 0);
  }

  /** Where in the file the word is that wakes the waiter of a record. */
  static long bellAt(int place) {
    return at(place) + BELL_AT;
  }

  private void putText(long lengthAt, long at, int maxBytes, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, maxBytes);
    while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
      length--; // not in the middle of a character
    }
    MemorySegment.copy(bytes, 0, file, Layout.BYTE, at, length);
    file.set(Layout.SHORT, lengthAt, (short) length);
  }

  /** The length is bounded again: another process wrote it. */
  private String text(long lengthAt, long at, int maxBytes) {
    byte[] bytes = new byte[Math.clamp(file.get(Layout.SHORT, lengthAt), 0, maxBytes)];
    MemorySegment.copy(file, Layout.BYTE, at, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static long at(int place) {
    return Layout.RECORD_TABLE + (long) place * Layout.RECORD_BYTES;
  }
}
