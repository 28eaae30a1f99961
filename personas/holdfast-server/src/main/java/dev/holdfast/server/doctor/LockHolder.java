package dev.holdfast.server.doctor;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.server.process.ThisProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another process that holds a lock until it is killed. It ends by itself when we end. */
public final class LockHolder implements AutoCloseable {

  /** What it holds. */
  static final String NAME = "doctor";

  private static final String HELD = "held";

  private final Process process;

  private LockHolder(Process process) {
    this.process = process;
  }

  /**
   * The other process.
   *
   * @param arguments the lock directory
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (FileLockManager locks = FileLockManager.open(Path.of(arguments[0]));
        LockHandle _ = locks.acquire(LockRequest.exclusive(NAME))) {
      System.out.println(HELD);
      byte[] _ = System.in.readAllBytes(); // until who started us has ended
    } catch (IOException | RuntimeException e) {
      System.out.println(e.getMessage());
    }
  }

  /**
   * Starts it; on return it holds the lock.
   *
   * @throws IOException if it cannot get it; the message is its own
   */
  static LockHolder start(Path directory) throws IOException {
    List<String> command = ThisProgram.commandOf(LockHolder.class.getName(), directory.toString());
    LockHolder holder =
        new LockHolder(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    @Nullable String said = holder.process.inputReader().readLine();
    if (!HELD.equals(said)) {
      holder.close();
      throw new IOException(said == null ? "another process could not take a lock" : said);
    }
    return holder;
  }

  /** Kills it; on return it is dead. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      boolean _ =
          process.waitFor(10, TimeUnit.SECONDS); // it has files open in what is removed next
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
