package dev.holdfast.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.snapshot.ManifestEntry.Directory;
import dev.holdfast.snapshot.ManifestEntry.RegularFile;
import dev.holdfast.snapshot.ManifestEntry.SymbolicLink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * Writes a manifest, entry by entry in the order of {@link PathText#compare}. The format is {@code
 * docs/formats/snapshot.md}.
 */
final class ManifestWriter {

  private final OutputStream out;
  private final Instant taken;
  private final MessageDigest digest = Sha256.start();
  private long files;
  private long bytes;
  private long directories;
  private long links;

  /** Begins a manifest; {@code out} stays the caller's to close. */
  ManifestWriter(OutputStream out, Instant taken) throws IOException {
    this.out = out;
    this.taken = taken;
    line(Manifest.HEADER);
    line(Manifest.TAKEN + taken);
  }

  void directory(String path) throws IOException {
    directories++;
    line(Manifest.lineOf(new Directory(path)));
  }

  void file(String path, String sha256, long size) throws IOException {
    files++;
    bytes += size;
    line(Manifest.lineOf(new RegularFile(path, sha256)));
  }

  void link(String path, String sha256) throws IOException {
    links++;
    line(Manifest.lineOf(new SymbolicLink(path, sha256)));
  }

  /** Ends the manifest. */
  Snapshot finish(Path directory) throws IOException {
    line(Manifest.countsLine(files, bytes, directories, links));
    line(Manifest.CHECKSUM + Sha256.end(digest));
    out.flush();
    return new Snapshot(directory, taken, files, bytes, directories, links);
  }

  private void line(String text) throws IOException {
    byte[] line = (text + "\n").getBytes(UTF_8);
    digest.update(line);
    out.write(line);
  }
}
