package dev.holdfast.personas.exchange;

import java.io.IOException;

/** The entry of the coverage-guided fuzzer: {@code ./mvnw -Pjazzer}. */
public final class ExchangeFuzzer {
  private ExchangeFuzzer() {}

  /** Is called with each input; what it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    ExchangeProperties.check(input);
  }
}
