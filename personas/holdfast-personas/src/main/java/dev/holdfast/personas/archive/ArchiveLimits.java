package dev.holdfast.personas.archive;

import dev.holdfast.personas.PersonaRules;

/** How large an archive and its parts may be. The writer keeps what the reader demands. */
final class ArchiveLimits {

  /** The most entries, the manifest among them. */
  static final int MAX_ENTRIES = 50_001;

  /** The most bytes that all entries together may expand to: 2 GiB. */
  static final long MAX_TOTAL_BYTES = 2L << 30;

  /** The largest archive; beyond, ZIP needs an extension that is not read. */
  static final long MAX_ARCHIVE_BYTES = 0xFFFF_FFFEL;

  /** The largest persona. */
  static final int MAX_FILE_BYTES = PersonaRules.MAX_FILE_BYTES;

  /** The largest manifest: room for as many files as there may be, with the longest names. */
  static final int MAX_MANIFEST_BYTES = 48 << 20;

  /** The largest central directory: 32 MiB. */
  static final int MAX_DIRECTORY_BYTES = 32 << 20;

  /** Up to this size an entry may expand by any factor. */
  static final int FREE_EXPANSION_BYTES = 64 << 10;

  /** The largest factor by which a larger entry may expand. */
  static final int MAX_RATIO = 100;

  private ArchiveLimits() {}

  /** Does {@code bytes}, deflated to {@code deflatedBytes}, look like a bomb? */
  static boolean isBomb(long bytes, long deflatedBytes) {
    return bytes > FREE_EXPANSION_BYTES && bytes / MAX_RATIO > deflatedBytes;
  }
}
