package dev.holdfast.benchmarks;

/** One row of the table of targets. */
interface Row {

  /** Measures Holdfast and its peers, one after the other. */
  Section measure(Options options) throws Exception;
}
