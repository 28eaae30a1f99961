package dev.holdfast.server.console;

import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockMetrics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened between two looks.
 *
 * @param atMillis when the second look was, since 1970
 * @param held holders, over all processes, at that time
 * @param waiting waiters, over all processes, at that time
 * @param acquired grants of this process
 * @param contended grants of this process that had to wait
 * @param waitedMillis how long these waited, together
 * @param heldMillis how long the locks were held that this process released, together
 * @param commits changes of files by this process
 * @param syncs by this process
 * @param syncMillis how long these took, together
 */
record Sample(
    long atMillis,
    long held,
    long waiting,
    long acquired,
    long contended,
    double waitedMillis,
    double heldMillis,
    long commits,
    long syncs,
    double syncMillis) {

  static Sample between(Totals before, Totals now, List<LockInfo> resources, long atMillis) {
    LockMetrics.Totals earlier = before.locks();
    LockMetrics.Totals later = now.locks();
    return new Sample(
        atMillis,
        resources.stream().mapToLong(info -> info.holders().size()).sum(),
        resources.stream().mapToLong(info -> info.waiters().size()).sum(),
        later.acquired() - earlier.acquired(),
        later.contended() - earlier.contended(),
        millis(earlier.waited(), later.waited()),
        millis(earlier.heldFor(), later.heldFor()),
        now.commits() - before.commits(),
        now.syncs() - before.syncs(),
        millis(before.synced(), now.synced()));
  }

  private static double millis(Duration before, Duration now) {
    return now.minus(before).toNanos() / 1e6;
  }

  Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("at", atMillis);
    shape.put("held", held);
    shape.put("waiting", waiting);
    shape.put("acquired", acquired);
    shape.put("contended", contended);
    shape.put("waitedMillis", waitedMillis);
    shape.put("heldMillis", heldMillis);
    shape.put("commits", commits);
    shape.put("syncs", syncs);
    shape.put("syncMillis", syncMillis);
    return shape;
  }
}
