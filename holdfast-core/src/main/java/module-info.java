import org.jspecify.annotations.NullMarked;

/** Named locks over threads and processes, and crash-safe files. Needs nothing but the platform. */
@NullMarked
module dev.holdfast.core {
  requires static jdk.jfr; // without it there are no flight recorder events
  requires static org.jspecify;

  exports dev.holdfast;
  exports dev.holdfast.event;
  exports dev.holdfast.file;
  exports dev.holdfast.lock;
  exports dev.holdfast.snapshot;
  exports dev.holdfast.tx;
}
