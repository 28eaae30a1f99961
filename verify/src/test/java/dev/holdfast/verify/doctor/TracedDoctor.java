package dev.holdfast.verify.doctor;

import dev.holdfast.server.doctor.Finding;
import dev.holdfast.verify.host.Tracer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A doctor whose system calls fail: those of its thread, not those of the process it starts. */
final class TracedDoctor {
  private TracedDoctor() {}

  /** Examines a directory while calls fail as {@link Tracer#attach} has it. */
  static Map<String, Finding> examine(Path directory, String calls, String fault) throws Exception {
    Tracer.assumePossible();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Path self = thread.submit(() -> Files.readSymbolicLink(Path.of("/proc/thread-self"))).get();
      // Once without a fault, so that what the virtual machine does at first use is done.
      thread.submit(() -> DoctorIT.byCheck(directory)).get();
      try (Tracer _ = Tracer.attach(self.getFileName() + "", calls, fault)) {
        return thread.submit(() -> DoctorIT.byCheck(directory)).get();
      }
    }
  }
}
