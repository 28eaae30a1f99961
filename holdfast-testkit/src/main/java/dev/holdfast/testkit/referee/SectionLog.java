package dev.holdfast.testkit.referee;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One process's log of its critical sections.
 *
 * <p>The times are {@link System#nanoTime}, which on Linux is {@code CLOCK_MONOTONIC}: one clock
 * for all processes of a host, so that sections of different processes can be compared. Enter is
 * logged after the lock was had and leave before it is released: two sections that overlap in the
 * logs overlapped in truth.
 *
 * <p>Each line is one {@code write} of the system, made before the call returns, so it outlives the
 * process. Lines: {@code E <section> <nanos> <X|S> <token> <resource>} and {@code L <section>
 * <nanos>}; before an enter perhaps {@code Q <section> <nanos>}, when it was asked for; and {@code
 * G 0 <nanos> <X|S> <nanos of the request> <resource>}, a wait that ended without the lock.
 */
public final class SectionLog implements AutoCloseable {

  // Not a channel: an interrupt of the thread that logs would close it.
  private final FileOutputStream out;
  private final AtomicLong sections = new AtomicLong();

  /** Opens a new log. */
  public SectionLog(Path file) throws IOException {
    this.out = new FileOutputStream(Files.createFile(file).toFile());
  }

  /** Call as soon as the lock is held. Returns what {@link #leave} wants. */
  public long enter(String resource, boolean exclusive, long token) throws IOException {
    long now = System.nanoTime();
    long section = sections.incrementAndGet();
    write("E %d %d %s %d %s\n".formatted(section, now, exclusive ? "X" : "S", token, resource));
    return section;
  }

  /** {@link #enter} that also logs when the lock was asked for. */
  public long enter(String resource, boolean exclusive, long token, long requestedNanos)
      throws IOException {
    long now = System.nanoTime();
    long section = sections.incrementAndGet();
    write(
        "Q %d %d\nE %d %d %s %d %s\n"
            .formatted(
                section, requestedNanos, section, now, exclusive ? "X" : "S", token, resource));
    return section;
  }

  /** Call when a wait ended without the lock. */
  public void gaveUp(String resource, boolean exclusive, long requestedNanos) throws IOException {
    long now = System.nanoTime();
    write("G 0 %d %s %d %s\n".formatted(now, exclusive ? "X" : "S", requestedNanos, resource));
  }

  /** Call just before the lock is released. */
  public void leave(long section) throws IOException {
    write("L %d %d\n".formatted(section, System.nanoTime()));
  }

  private synchronized void write(String line) throws IOException {
    out.write(line.getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /**
   * The sections of a log.
   *
   * @param killedNanos if its process was killed: a time before which it had not been killed;
   *     sections without a leave lasted until then at least
   * @throws IllegalArgumentException if a section has no leave though nobody killed the process
   */
  public static List<Section> read(Path file, OptionalLong killedNanos) throws IOException {
    String actor = String.valueOf(file.getFileName());
    String text = Files.readString(file);
    // A last line without end was cut off by the kill.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    Map<Long, Section> open = new HashMap<>();
    Map<Long, Long> requested = new HashMap<>();
    List<Section> found = new ArrayList<>();
    for (String line : whole.lines().toList()) {
      List<String> words = Arrays.asList(line.split(" ", 6));
      long section = Long.parseLong(words.get(1));
      long nanos = Long.parseLong(words.get(2));
      if (words.getFirst().equals("G")) {
        continue;
      }
      if (words.getFirst().equals("Q")) {
        requested.put(section, nanos);
      } else if (words.getFirst().equals("E")) {
        boolean exclusive = words.get(3).equals("X");
        long token = Long.parseLong(words.get(4));
        Long asked = requested.remove(section);
        open.put(
            section,
            new Section(
                actor,
                words.get(5),
                exclusive,
                token,
                asked == null ? nanos : asked,
                nanos,
                nanos,
                false));
      } else {
        Section entered = open.remove(section);
        if (entered == null) {
          throw new IllegalArgumentException(file + ": leave without enter: " + line);
        }
        found.add(until(entered, nanos, true));
      }
    }
    for (Section section : open.values()) {
      long end =
          killedNanos.orElseThrow(
              () -> new IllegalArgumentException(file + ": never left: " + section));
      found.add(until(section, Math.max(end, section.enterNanos()), false));
    }
    return found;
  }

  /** The waits of a log that ended without the lock. */
  public static List<Wait> readGivenUp(Path file) throws IOException {
    String text = Files.readString(file);
    List<Wait> found = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      if (line.startsWith("G ")) {
        List<String> words = Arrays.asList(line.split(" ", 6));
        found.add(
            new Wait(
                String.valueOf(file.getFileName()),
                words.get(5),
                words.get(3).equals("X"),
                Long.parseLong(words.get(4)),
                Long.parseLong(words.get(2))));
      }
    }
    return found;
  }

  private static Section until(Section entered, long leaveNanos, boolean finished) {
    return new Section(
        entered.actor(),
        entered.resource(),
        entered.exclusive(),
        entered.token(),
        entered.requestedNanos(),
        entered.enterNanos(),
        leaveNanos,
        finished);
  }
}
