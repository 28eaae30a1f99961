package dev.holdfast.server.fetch;

import java.net.InetAddress;

/**
 * A block of addresses.
 *
 * @param prefix its first address
 * @param bits how many leading bits its addresses share
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Network(byte[] prefix, int bits, Reach reach) {

  /** A block in the usual form, such as {@code 10.0.0.0/8}. */
  static Network of(String block, Reach reach) {
    int slash = block.indexOf('/');
    return new Network(
        InetAddress.ofLiteral(block.substring(0, slash)).getAddress(),
        Integer.parseInt(block.substring(slash + 1)),
        reach);
  }

  boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
