package dev.holdfast.verify.control;

import dev.holdfast.testkit.fork.Parent;
import dev.holdfast.testkit.referee.SectionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.aether.named.NamedLock;
import org.eclipse.aether.named.providers.FileLockNamedLockFactory;

/**
 * A process that takes and gives back a lock {@code file-lock} of Maven Resolver 1.9.27 as it is
 * told, and logs its sections. That lock opens its file to be deleted on close, which on POSIX
 * unlinks it at once: the next process makes and locks another file.
 *
 * <p>Arguments: the lock file, the log.
 */
final class ResolverWorker {

  private final NamedLock lock;
  private final SectionLog log;
  private long section;

  private ResolverWorker(NamedLock lock, SectionLog log) {
    this.lock = lock;
    this.log = log;
  }

  public static void main(String[] arguments) throws Exception {
    NamedLock lock =
        new FileLockNamedLockFactory().getLock(Path.of(arguments[0]).toUri().toString());
    Parent.obey(new ResolverWorker(lock, new SectionLog(Path.of(arguments[1])))::obey);
  }

  private void obey(List<String> words) throws IOException, InterruptedException {
    switch (words.getFirst()) {
      case "acquire" -> {
        boolean had = lock.lockExclusively(Long.parseLong(words.get(1)), TimeUnit.MILLISECONDS);
        if (had) {
          // It has no tokens; the time stands in for one, so that only its exclusion is judged.
          section = log.enter("r", true, System.nanoTime());
        }
        Parent.say(had ? "in" : "out");
      }
      case "release" -> {
        log.leave(section);
        lock.unlock();
        Parent.say("released");
      }
      default -> throw new IllegalArgumentException(words.toString());
    }
  }
}
