package dev.holdfast.internal.jfr;

/** The JDK's recorder, apart from {@link FlightRecorder} for the sake of JDKs that have none. */
final class Recorder {
  private Recorder() {}

  static boolean isInitialized() {
    return jdk.jfr.FlightRecorder.isInitialized();
  }
}
