package dev.holdfast.server.demo;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client: creates and edits through its server, one call after the other, until told to end.
 */
final class Worker implements Runnable {

  /** Names that this worker alone creates. */
  static final int OWN_NAMES = 25;

  /** Names that every worker tries to create. */
  static final int CONTESTED_NAMES = 10;

  private final int number;
  private final McpClient client;
  private final Share share;
  private final String sharedPersona;
  private final Ledger ledger;
  private final Random random;
  private final AtomicBoolean stop;
  private volatile boolean killed;
  private int own;
  private int contested;
  private int edit;

  Worker(
      int number,
      Share share,
      McpClient client,
      String sharedPersona,
      Ledger ledger,
      Random random,
      AtomicBoolean stop) {
    this.number = number;
    this.client = client;
    this.share = share;
    this.sharedPersona = sharedPersona;
    this.ledger = ledger;
    this.random = random;
    this.stop = stop;
  }

  /** Kills the server, whatever it is doing. Its missing answer is then no error. */
  void killServer() throws InterruptedException {
    killed = true;
    client.kill();
  }

  @Override
  public void run() {
    try {
      while (!stop.get()) {
        step();
      }
    } catch (IOException e) {
      // A killed server ends the stream, or breaks the pipe of a request.
      if (!killed) {
        String what = e instanceof EOFException ? "ended early" : String.valueOf(e.getMessage());
        ledger.error("process %d: %s".formatted(number, what));
      }
    }
  }

  private void step() throws IOException {
    if (random.nextInt(4) == 0 && own < OWN_NAMES) {
      create("Demo %d-%02d".formatted(number, ++own), false);
    } else if (random.nextInt(6) == 0 && contested < CONTESTED_NAMES) {
      create("Demo for all %02d".formatted(++contested), true);
    } else {
      edit();
    }
  }

  private void create(String name, boolean mayExist) throws IOException {
    ledger.creating(name);
    McpClient.Answer answer =
        client.call(
            "create_persona",
            Map.of(
                "name",
                name,
                "description",
                DemoFile.madeBy(number),
                "category",
                "personal",
                "instructions",
                DemoFile.instructions(0)));
    if (!answer.error()) {
      ledger.created(name, number);
    } else if (!mayExist || !answer.text().contains("exist")) {
      ledger.error("process %d: create '%s': %s".formatted(number, name, answer.text()));
    }
  }

  private void edit() throws IOException {
    int next = edit + 1;
    ledger.editing(share, next);
    McpClient.Answer answer =
        client.call(
            "edit_persona",
            Map.of("persona", sharedPersona, "field", share.field(), "value", share.value(next)));
    edit = next;
    if (answer.error()) {
      ledger.error("process %d: edit %d: %s".formatted(number, next, answer.text()));
      stop.set(true);
    } else {
      ledger.edited(share, next);
    }
  }
}
