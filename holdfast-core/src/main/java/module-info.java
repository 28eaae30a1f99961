import org.jspecify.annotations.NullMarked;

/** Named locks over threads and processes, and crash-safe files. Needs nothing but the platform. */
@NullMarked
module dev.holdfast.core {
  requires static org.jspecify;

  exports dev.holdfast;
  exports dev.holdfast.file;
  exports dev.holdfast.lock;
}
