package dev.holdfast.micrometer;

import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a manager counted, and who holds and waits in its domain.
 *
 * @param metrics the manager's
 * @param held holders in the domain, by kind
 * @param waiting those who wait in the domain, by kind
 */
record LockReading(LockMetrics metrics, Map<String, Long> held, Map<String, Long> waiting) {

  private static final int MAX_KINDS = 64;
  private static final String OTHER_KINDS = "(other)";

  static LockReading of(LockManager locks) {
    LockMetrics metrics = locks.metrics();
    Map<String, Long> held = new HashMap<>();
    Map<String, Long> waiting = new HashMap<>();
    for (LockInfo each : locks.inspect()) {
      String kind = kindOf(each.resource());
      // The kinds of the manager are bounded; those of other processes must be, too.
      if (!metrics.byKind().containsKey(kind)
          && !held.containsKey(kind)
          && held.size() >= MAX_KINDS) {
        kind = OTHER_KINDS;
      }
      long _ = held.merge(kind, (long) each.holders().size(), Long::sum);
      long _ = waiting.merge(kind, (long) each.waiters().size(), Long::sum);
    }
    return new LockReading(metrics, held, waiting);
  }

  private static String kindOf(String resource) {
    int colon = resource.indexOf(':');
    return colon < 0 ? resource : resource.substring(0, colon);
  }

  Stream<String> kinds() {
    return Stream.concat(metrics.byKind().keySet().stream(), held.keySet().stream());
  }
}
