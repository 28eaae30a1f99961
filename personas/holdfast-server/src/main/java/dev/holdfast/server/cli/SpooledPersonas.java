package dev.holdfast.server.cli;

import dev.holdfast.personas.ImportSource;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Personas in a temporary file: however many they are, they are all there, and counted, before the
 * first one is written anywhere. One of them is in memory. After a crash the file stays in the
 * folder of temporary files of the system.
 */
final class SpooledPersonas implements ImportSource, AutoCloseable {

  private final Path file;
  private final int count;

  private SpooledPersonas(Path file, int count) {
    this.file = file;
    this.count = count;
  }

  /** What {@code source} gives. */
  static SpooledPersonas of(ImportSource source) throws IOException {
    Path file = Files.createTempFile("holdfast-export-", ".tmp");
    boolean taken = false;
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      int[] count = {0};
      source.read(
          (fileName, content) -> {
            out.writeUTF(fileName);
            out.writeInt(content.length);
            out.write(content);
            count[0]++;
          });
      taken = true;
      return new SpooledPersonas(file, count[0]);
    } finally {
      if (!taken) {
        Files.deleteIfExists(file);
      }
    }
  }

  int count() {
    return count;
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int i = 0; i < count; i++) {
        String fileName = in.readUTF();
        byte[] content = new byte[in.readInt()];
        in.readFully(content);
        receiver.persona(fileName, content);
      }
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
