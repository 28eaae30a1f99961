package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The servers of one test, or of a class of tests where it is registered as {@code static} and made
 * by {@link #ofAClass}. In the end each is told to end and checked; whatever happened, nothing of
 * them runs on.
 */
final class Servers implements AfterEachCallback, AfterAllCallback {

  private final List<Client> clients = new ArrayList<>();
  private final boolean ofAClass;
  private boolean tracesAllowed;

  private Servers(boolean ofAClass) {
    this.ofAClass = ofAClass;
  }

  static Servers ofATest() {
    return new Servers(false);
  }

  static Servers ofAClass() {
    return new Servers(true);
  }

  /** Starts one server with its client. */
  Client start(ClientKind kind, Path folder) {
    kind.assumeInstalled();
    return register(kind.start(folder));
  }

  /** Starts several servers at once, as a desktop full of clients does. */
  List<Client> start(ClientKind kind, Path folder, int count) {
    kind.assumeInstalled();
    List<Supplier<Client>> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      starts.add(() -> register(kind.start(folder)));
    }
    return Together.run(starts);
  }

  /** Starts a server with a session that the test may break. */
  RawClient startRaw(Path folder, String... wrapper) {
    return register(RawClient.start(folder, List.of(wrapper)));
  }

  /** Starts a server and sends nothing. */
  RawClient startSilent(Path folder, String... wrapper) {
    return register(RawClient.silent(folder, List.of(wrapper)));
  }

  /** Whatever fails in this test may leave its cause with a stack trace on standard error. */
  void allowTracesInTheLog() {
    tracesAllowed = true;
  }

  private synchronized <C extends Client> C register(C client) {
    clients.add(client);
    return client;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!ofAClass) {
      endAll();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    endAll();
  }

  private synchronized void endAll() {
    List<Throwable> failures = new ArrayList<>();
    for (Client client : clients) {
      try {
        client.endAndCheck();
        if (!tracesAllowed) {
          assertThat(client.log())
              .as("standard error")
              .doesNotContain("\tat ")
              .doesNotContain("Exception");
        }
      } catch (RuntimeException | AssertionError e) {
        failures.add(e);
      }
      try {
        client.destroy();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    clients.clear();
    if (!failures.isEmpty()) {
      AssertionError all =
          new AssertionError("a server did not end as it should", failures.getFirst());
      failures.stream().skip(1).forEach(all::addSuppressed);
      throw all;
    }
  }
}
