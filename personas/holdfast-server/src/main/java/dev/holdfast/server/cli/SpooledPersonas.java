package dev.holdfast.server.cli;

import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.archive.LeftOut;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Personas in a temporary file: however many they are, they are all there, and counted, before the
 * first one is written anywhere. One of them is in memory. After a crash the file stays in the
 * folder of temporary files of the system.
 */
final class SpooledPersonas implements ImportSource, AutoCloseable {

  private final Path file;
  private final int count;
  private final List<LeftOut> leftOut;

  private SpooledPersonas(Path file, int count, List<LeftOut> leftOut) {
    this.file = file;
    this.count = count;
    this.leftOut = List.copyOf(leftOut);
  }

  /** Says why a persona cannot be exported; empty if it can. */
  interface Fault {
    Optional<String> of(String fileName, byte[] content);
  }

  /**
   * What {@code source} gives.
   *
   * @param fault those that have one are left out
   */
  static SpooledPersonas of(ImportSource source, Fault fault) throws IOException {
    Path file = Files.createTempFile("holdfast-export-", ".tmp");
    boolean taken = false;
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      Spool spool = new Spool(out, fault);
      source.read(spool);
      taken = true;
      return new SpooledPersonas(file, spool.count, spool.leftOut);
    } finally {
      if (!taken) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static final class Spool implements Receiver {
    private final DataOutputStream out;
    private final Fault fault;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int count;

    Spool(DataOutputStream out, Fault fault) {
      this.out = out;
      this.fault = fault;
    }

    @Override
    public void persona(String fileName, byte[] content) throws IOException {
      Optional<String> reason = fault.of(fileName, content);
      if (reason.isPresent()) {
        leftOut(fileName, reason.get());
        return;
      }
      out.writeUTF(fileName);
      out.writeInt(content.length);
      out.write(content);
      count++;
    }

    @Override
    public void leftOut(String fileName, String reason) {
      leftOut.add(new LeftOut(fileName, reason));
    }
  }

  /** What is not there although the source has it. */
  List<LeftOut> leftOut() {
    return leftOut;
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
