package dev.holdfast.benchmarks;

import com.google.common.util.concurrent.Striped;
import dev.holdfast.FileLockManager;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.aether.named.NamedLock;
import org.eclipse.aether.named.NamedLockFactory;
import org.eclipse.aether.named.providers.LocalReadWriteLockNamedLockFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.integration.support.locks.DefaultLockRegistry;

/** A lock inside the process that nobody else wants: acquire, add one, release. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InProcess {

  private static final int STRIPES = 64;

  private final String name = "persona:alice";
  private final FileLockManager holdfast = FileLockManager.inProcess();
  private final ReentrantLock reentrantLock = new ReentrantLock();
  private final ConcurrentHashMap<String, Lock> map = new ConcurrentHashMap<>();
  private final Striped<Lock> striped = Striped.lock(STRIPES);
  private final DefaultLockRegistry spring = new DefaultLockRegistry();
  private final NamedLockFactory maven = new LocalReadWriteLockNamedLockFactory();
  private final NamedLock mavenLock = maven.getLock("kept");
  private long counter;

  @Benchmark
  public long holdfast() throws InterruptedException {
    return holdfast.withLock(name, () -> ++counter);
  }

  @Benchmark
  public long reentrantLock() {
    return under(reentrantLock);
  }

  @Benchmark
  public long mapOfLocks() {
    return under(map.computeIfAbsent(name, _ -> new ReentrantLock()));
  }

  @Benchmark
  public long guavaStriped() {
    return under(striped.get(name));
  }

  @Benchmark
  public long springRegistry() {
    return under(spring.obtain(name));
  }

  @Benchmark
  public long mavenLocal() throws InterruptedException {
    try (NamedLock lock = maven.getLock(name)) {
      return under(lock);
    }
  }

  @Benchmark
  public long mavenLocalKept() throws InterruptedException {
    return under(mavenLock);
  }

  @TearDown
  public void close() {
    holdfast.close();
    mavenLock.close();
    maven.shutdown();
  }

  private long under(Lock lock) {
    lock.lock();
    try {
      return ++counter;
    } finally {
      lock.unlock();
    }
  }

  private long under(NamedLock lock) throws InterruptedException {
    if (!lock.lockExclusively(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not had");
    }
    try {
      return ++counter;
    } finally {
      lock.unlock();
    }
  }
}
