package dev.holdfast.verify.persona;

import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.persona.PersonaWorker.Flaw;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes that work on one folder, and what they said that they did. */
final class PersonaProcesses implements AutoCloseable {

  private final Path locks;
  private final Path folder;
  private final Flaw flaw;
  private final List<Worker> living = new ArrayList<>();
  private final List<Done> history = new ArrayList<>();
  private int started;

  /** One of them. */
  record Worker(String name, ForkedJvm process) {}

  PersonaProcesses(Path locks, Path folder, Flaw flaw) {
    this.locks = locks;
    this.folder = folder;
    this.flaw = flaw;
  }

  /** Starts so many more, and waits until they are ready. */
  List<Worker> start(int count) throws IOException, InterruptedException {
    List<Worker> fresh = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "w" + started++;
      ForkedJvm process =
          ForkedJvm.of(PersonaWorker.class).arguments(locks, folder, name, flaw).start();
      fresh.add(new Worker(name, process));
    }
    living.addAll(fresh);
    return fresh;
  }

  List<Worker> living() {
    return List.copyOf(living);
  }

  /** Kills one, starts another one, and notes what the dead one had done. */
  Worker replace(Worker victim) throws IOException, InterruptedException {
    victim.process().kill();
    living.remove(victim);
    Worker next = start(1).getFirst();
    String[] ready = next.process().await("ready").split(" ", -1);
    note(victim, Long.parseLong(ready[1]));
    return next;
  }

  /** Ends all, and gives everything that was done. */
  List<Done> end() throws InterruptedException {
    for (Worker worker : living) {
      worker.process().kill();
      note(worker, Long.MAX_VALUE);
    }
    living.clear();
    return List.copyOf(history);
  }

  /** The last action of a killed process may have no answer. */
  private void note(Worker worker, long endNanos) throws InterruptedException {
    String[] begun = null;
    for (String line : worker.process().allOutput()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("start")) {
        begun = words;
      } else if (words[0].equals("end") && begun != null) {
        note(worker, begun, Long.parseLong(words[1]), words[2]);
        begun = null;
      }
    }
    if (begun != null) {
      note(worker, begun, endNanos, "");
    }
  }

  private void note(Worker worker, String[] begun, long endNanos, String answer) {
    Action action = Action.parse(List.of(begun[2].split(" ", -1)));
    history.add(new Done(worker.name(), action, Long.parseLong(begun[1]), endNanos, answer));
  }

  @Override
  public void close() {
    living.forEach(worker -> worker.process().close());
  }
}
