package dev.holdfast.snapshot;

import dev.holdfast.snapshot.ManifestEntry.Directory;
import dev.holdfast.snapshot.ManifestEntry.RegularFile;
import dev.holdfast.snapshot.ManifestEntry.SymbolicLink;

/**
 * The lines of a manifest. Those of files are what GNU {@code sha256sum} writes and checks; it
 * passes over all others, which begin with {@code #}.
 */
final class Manifest {
  private Manifest() {}

  static final String NAME = ".holdfast-manifest";

  /** The first line up to its version. */
  static final String FORMAT = "# holdfast snapshot ";

  static final String HEADER = FORMAT + "1";
  static final String TAKEN = "# taken ";
  static final String DIRECTORY = "# directory  ";
  static final String LINK = "# link ";
  static final String COUNTS = "# files ";
  static final String CHECKSUM = "# sha256 ";

  /** The longest line that is read: room for each path that a system can have. */
  static final int MAX_LINE_BYTES = 1 << 16;

  static String lineOf(ManifestEntry entry) {
    String escaped = PathText.escape(entry.path());
    return switch (entry) {
      case Directory _ -> DIRECTORY + escaped;
      case SymbolicLink link -> LINK + link.sha256() + "  " + escaped;
      case RegularFile file ->
          (escaped.equals(file.path()) ? "" : "\\") + file.sha256() + "  " + escaped;
    };
  }

  static String countsLine(long files, long bytes, long directories, long links) {
    return COUNTS
        + "%d, bytes %d, directories %d, links %d".formatted(files, bytes, directories, links);
  }
}
