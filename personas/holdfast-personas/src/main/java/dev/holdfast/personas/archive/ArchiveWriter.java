package dev.holdfast.personas.archive;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.Names;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.archive.Manifest.Item;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Writes a backup to a stream: persona files one after the other, then the manifest. Only a note of
 * each file is kept in memory.
 *
 * <p>The same files in the same order with the same {@link Origin} give the same bytes, on the same
 * Java. What it writes, {@link Archive} reads: it keeps the same limits. What is written without
 * {@link #finish} is no ZIP file; {@link Archive} refuses it. For one thread at a time.
 */
public final class ArchiveWriter implements AutoCloseable {

  /**
   * No entry has a date of its own. Not the first that ZIP knows: Java treats that in its own way.
   */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(2000, 1, 1, 0, 0);

  private enum State {
    /** Takes files; goes to FAILED while one is written, and back. */
    OPEN,
    /** The manifest is written. */
    FINISHED,
    /** Something was not written as a whole; nothing more is. */
    FAILED
  }

  private final Tap tap;
  private final ZipOutputStream zip;
  private final Origin origin;
  private final List<Item> items = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private long totalBytes;
  private State state = State.OPEN;

  /**
   * Begins a backup.
   *
   * @param out where it is written to; stays open, and stays the caller's to sync and close
   */
  public ArchiveWriter(OutputStream out, Origin origin) {
    this.tap = new Tap(out);
    this.zip = new ZipOutputStream(tap);
    this.origin = requireNonNull(origin);
  }

  /**
   * Adds a persona file, whatever its content is. One that no archive can hold, because of its
   * name, its size, or a file of the same name up to case and Unicode form, is {@linkplain
   * #leaveOut left out} instead.
   *
   * @param fileName as in the store: {@code *.md}, no path
   * @return was it added?
   * @throws PersonaException {@code INVALID_VALUE} if the archive would become larger than is read
   *     again. Nothing of it was written then
   * @throws IOException if it cannot be written; the archive is lost then
   * @throws IllegalStateException after {@link #finish}, or if something was not written before
   */
  public boolean add(String fileName, byte[] content) throws IOException {
    requireState();
    Optional<String> problem = problemOf(fileName, content);
    if (problem.isPresent()) {
      leaveOut(fileName, problem.get());
      return false;
    }
    if (items.size() + 1 >= ArchiveLimits.MAX_ENTRIES
        || totalBytes + content.length
            > ArchiveLimits.MAX_TOTAL_BYTES - ArchiveLimits.MAX_MANIFEST_BYTES) {
      throw refused(fileName, "the archive would become too large");
    }
    keys.add(Names.key(fileName));
    state = State.FAILED;
    zip.putNextEntry(entry(fileName, content));
    zip.write(content);
    zip.closeEntry();
    state = State.OPEN;
    totalBytes += content.length;
    items.add(new Item(fileName, content.length, Sha256.of(content)));
    return true;
  }

  private Optional<String> problemOf(String fileName, byte[] content) {
    return EntryNames.problemOfPersona(fileName)
        .or(
            () ->
                content.length > ArchiveLimits.MAX_FILE_BYTES
                    ? Optional.of(
                        "it has %d bytes; the limit is %d"
                            .formatted(content.length, ArchiveLimits.MAX_FILE_BYTES))
                    : Optional.empty())
        .or(
            () ->
                keys.contains(Names.key(fileName))
                    ? Optional.of("another file has this name, up to case and Unicode form")
                    : Optional.empty());
  }

  /**
   * Notes in the manifest that a file was there, and is not in the archive.
   *
   * @param reason why, safe to show
   * @throws IllegalStateException after {@link #finish}, or if something was not written before
   */
  public void leaveOut(String fileName, String reason) {
    requireState();
    leftOut.add(new LeftOut(fileName, reason));
  }

  /**
   * Writes the manifest and the end, and flushes the stream.
   *
   * @return the manifest
   * @throws IOException if it cannot be written; the archive is lost then
   * @throws IllegalStateException if it was called before, or something was not written before
   */
  public Manifest finish() throws IOException {
    requireState();
    state = State.FAILED;
    Manifest manifest = new Manifest(origin, items, leftOut);
    ZipEntry entry = new ZipEntry(EntryNames.MANIFEST);
    entry.setTimeLocal(NO_DATE);
    zip.putNextEntry(entry);
    try {
      ManifestJson.write(manifest, zip);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
    zip.closeEntry();
    zip.finish();
    zip.flush();
    state = State.FINISHED;
    return manifest;
  }

  /** Lets go of memory. Does not finish the archive, and does not close the stream. */
  @Override
  public void close() throws IOException {
    tap.shut();
    try {
      zip.close();
    } catch (IllegalStateException e) {
      // After a failed write Java has let go of its deflater already.
      if (state != State.FAILED) {
        throw e;
      }
    }
  }

  private void requireState() {
    if (state != State.OPEN || tap.isShut()) {
      throw new IllegalStateException("the archive is finished, closed, or was not written whole");
    }
  }

  /** What compresses too well is stored: to a reader it would look like a bomb. */
  private static ZipEntry entry(String fileName, byte[] content) {
    ZipEntry entry = new ZipEntry(fileName);
    entry.setTimeLocal(NO_DATE);
    if (ArchiveLimits.isBomb(content.length, deflatedBytes(content))) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    return entry;
  }

  private static long deflatedBytes(byte[] content) {
    if (content.length <= ArchiveLimits.FREE_EXPANSION_BYTES) {
      return content.length;
    }
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      byte[] nowhere = new byte[8 << 10];
      while (!deflater.finished()) {
        deflater.deflate(nowhere);
      }
      return deflater.getBytesWritten();
    }
  }

  private static PersonaException refused(String fileName, String problem) {
    return new PersonaException(
        Code.INVALID_VALUE,
        "'%s' cannot be put into a backup: %s".formatted(Printable.name(fileName), problem),
        "Remove some of the personas, or keep them in several folders.");
  }
}
