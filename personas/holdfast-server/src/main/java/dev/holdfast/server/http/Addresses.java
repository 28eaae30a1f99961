package dev.holdfast.server.http;

import java.util.List;

/** Who counts as one where the addresses of the other side are counted. */
final class Addresses {

  private Addresses() {}

  /** Neighbours in a network of version 6 count as one: everybody there has 2^64 addresses. */
  static String group(String address) {
    return address.indexOf(':') < 0 ? address : network(address);
  }

  private static String network(String address) {
    String[] groups = address.replace("[", "").split(":", -1);
    return String.join(":", List.of(groups).subList(0, Math.min(4, groups.length)));
  }
}
