package dev.holdfast.server.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Messages to one client in their order, each with a number, kept for a while: a client whose
 * connection broke asks for what comes after the last that it has seen.
 *
 * <p>What is kept is bounded. A stream that nobody reads loses its oldest messages; what waits
 * already is not added a second time.
 */
final class EventStream {

  /** Kept at most; more of them are the oldest that go. */
  static final int MOST_EVENTS = 1_000;

  static final int MOST_BYTES = 1024 * 1024;

  /**
   * One message.
   *
   * @param number from 1 on, in this stream
   */
  @SuppressWarnings("ArrayRecordComponent") // written, never compared
  record Event(long number, byte[] json) {}

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Event> events = new ArrayDeque<>(); // guarded by lock
  private long bytes; // of the events; guarded by lock
  private long last; // number of the latest; guarded by lock
  private long taken; // number of the latest that a reader took; guarded by lock
  private boolean told; // was anything added but the end? Guarded by lock
  private boolean ended; // guarded by lock
  private long reader; // the one that reads; guarded by lock

  /**
   * @param name unique in its session
   */
  EventStream(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Adds a message; nothing if the stream has ended. Never waits. */
  void add(JsonNode message) {
    byte[] json = Answers.MAPPER.writeValueAsBytes(message);
    lock.lock();
    try {
      if (!ended && !waits(json)) {
        told = true;
        append(json);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds the message after which nothing comes. */
  void endWith(JsonNode answer) {
    byte[] json = Answers.MAPPER.writeValueAsBytes(answer);
    lock.lock();
    try {
      if (!ended) {
        append(json);
        ended = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void append(byte[] json) {
    last++;
    events.add(new Event(last, json));
    bytes += json.length;
    while (events.size() > 1 && (events.size() > MOST_EVENTS || bytes > MOST_BYTES)) {
      bytes -= events.remove().json().length;
    }
    changed.signalAll();
  }

  private boolean waits(byte[] json) {
    return events.stream()
        .anyMatch(event -> event.number() > taken && Arrays.equals(event.json(), json));
  }

  /** Nothing more is added. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Begins to read in the place of whoever reads now, who is told so. */
  Reader read() {
    lock.lock();
    try {
      return new Reader(taken);
    } finally {
      lock.unlock();
    }
  }

  /** Begins to read behind a message that the client has. */
  Reader readAfter(long number) {
    return new Reader(number);
  }

  /** What a look at the stream found. */
  sealed interface Found {
    /** The next message. */
    record Next(Event event) implements Found {}

    /** Nothing yet. */
    record Silence() implements Found {}

    /** Nothing more comes, or another one reads. */
    record End() implements Found {}
  }

  /** The one who reads. For one thread. */
  final class Reader {

    private final long me;
    private long position;

    private Reader(long position) {
      this.position = position;
      lock.lock();
      try {
        reader++;
        me = reader;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Waits for the next message, for so long. */
    Found next(Duration patience) throws InterruptedException {
      long nanos = patience.toNanos();
      lock.lock();
      try {
        while (true) {
          if (reader != me) {
            return new Found.End();
          }
          Event event = following();
          if (event != null) {
            position = event.number();
            taken = Math.max(taken, position);
            return new Found.Next(event);
          }
          if (ended) {
            return new Found.End();
          }
          if (nanos <= 0) {
            return new Found.Silence();
          }
          nanos = changed.awaitNanos(nanos);
        }
      } finally {
        lock.unlock();
      }
    }

    private @Nullable Event following() {
      return events.stream().filter(event -> event.number() > position).findFirst().orElse(null);
    }

    /**
     * Waits until it is clear what comes, for so long: true if the stream has ended with one
     * message or none, and nothing was said before.
     */
    boolean isOneAnswer(Duration patience) throws InterruptedException {
      long nanos = patience.toNanos();
      lock.lock();
      try {
        while (!ended && !told && nanos > 0) {
          nanos = changed.awaitNanos(nanos);
        }
        return ended && !told;
      } finally {
        lock.unlock();
      }
    }
  }
}
