package dev.holdfast.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured in rounds, each of which measures all that is compared: a noisy moment of the
 * disk then hits all of them, and its ratio counts as one of many.
 */
final class Rounds<K> {

  private final Map<K, List<Double>> values = new LinkedHashMap<>();

  void add(K key, double value) {
    values.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }

  void add(K key, long value) {
    add(key, (double) value);
  }

  List<K> keys() {
    return List.copyOf(values.keySet());
  }

  double median(K key) {
    return median(values.get(key));
  }

  /** The median of the ratios that the rounds had. */
  double ratio(K key, K base) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < values.get(key).size(); round++) {
      ratios.add(values.get(key).get(round) / values.get(base).get(round));
    }
    return median(ratios);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
