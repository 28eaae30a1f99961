package dev.holdfast.verify.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;

/** Things done at the same time. */
final class Together {
  private Together() {}

  /** Runs all tasks, each on a thread of its own, released at once; fails if one of them does. */
  static <T> List<T> run(List<Supplier<T>> tasks) {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<CompletableFuture<T>> running = new ArrayList<>();
    for (Supplier<T> task : tasks) {
      running.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                  throw new IllegalStateException("the start was broken off", e);
                }
                return task.get();
              },
              run -> Thread.ofPlatform().daemon().start(run)));
    }
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    return running.stream().map(CompletableFuture::join).toList();
  }
}
