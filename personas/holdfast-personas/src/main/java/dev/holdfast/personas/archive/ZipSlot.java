package dev.holdfast.personas.archive;

/**
 * An entry of a ZIP file, after everything that is said about it was compared.
 *
 * @param name its name
 * @param deflated is it deflated, or stored?
 * @param crc the CRC-32 of its content
 * @param packedBytes how many bytes it has in the archive
 * @param bytes how many it says to have without compression; to be checked while it is read
 * @param dataAt where its data begin
 */
record ZipSlot(String name, boolean deflated, long crc, long packedBytes, long bytes, long dataAt) {

  boolean isDirectory() {
    return name.endsWith("/");
  }
}
