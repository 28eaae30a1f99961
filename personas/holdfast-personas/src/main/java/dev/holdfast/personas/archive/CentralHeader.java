package dev.holdfast.personas.archive;

/** An entry of the central directory, as it stands there. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole, lives for one call
record CentralHeader(
    String name,
    byte[] nameBytes,
    byte[] extra,
    int flags,
    int method,
    long crc,
    long packedBytes,
    long bytes,
    int disk,
    int mode,
    long headerAt) {

  private static final int DESCRIPTOR = 0x0008;

  /** Do CRC and lengths stand behind the data, because the writer did not know them before? */
  boolean hasDescriptor() {
    return (flags & DESCRIPTOR) != 0;
  }
}
