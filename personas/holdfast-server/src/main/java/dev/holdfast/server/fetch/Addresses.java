package dev.holdfast.server.fetch;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * From where an address is reached, by the registries of special addresses of IANA (RFC 6890). Of
 * IPv6 only global unicast is public; an IPv4 address inside of an IPv6 address counts as itself.
 */
final class Addresses {

  private static final int IPV4_BYTES = 4;

  private static final List<Network> IPV4 =
      List.of(
          Network.of("10.0.0.0/8", Reach.PRIVATE),
          Network.of("100.64.0.0/10", Reach.PRIVATE),
          Network.of("127.0.0.0/8", Reach.PRIVATE),
          Network.of("172.16.0.0/12", Reach.PRIVATE),
          Network.of("192.168.0.0/16", Reach.PRIVATE),
          Network.of("0.0.0.0/8", Reach.SPECIAL),
          Network.of("169.254.0.0/16", Reach.SPECIAL),
          Network.of("192.0.0.0/24", Reach.SPECIAL),
          Network.of("192.0.2.0/24", Reach.SPECIAL),
          Network.of("192.88.99.0/24", Reach.SPECIAL),
          Network.of("198.18.0.0/15", Reach.SPECIAL),
          Network.of("198.51.100.0/24", Reach.SPECIAL),
          Network.of("203.0.113.0/24", Reach.SPECIAL),
          Network.of("224.0.0.0/3", Reach.SPECIAL),
          // Metadata of Azure and Alibaba, although the addresses look like others.
          Network.of("168.63.129.16/32", Reach.SPECIAL));

  private static final Network ALIBABA_METADATA = Network.of("100.100.100.200/32", Reach.SPECIAL);
  private static final Network EC2_METADATA = Network.of("fd00:ec2::254/128", Reach.SPECIAL);

  private static final Network GLOBAL = Network.of("2000::/3", Reach.PUBLIC);
  private static final Network NAT64 = Network.of("64:ff9b::/96", Reach.PUBLIC);
  private static final Network SIX_TO_FOUR = Network.of("2002::/16", Reach.PUBLIC);

  private static final List<Network> IPV6 =
      List.of(
          Network.of("::1/128", Reach.PRIVATE),
          Network.of("fc00::/7", Reach.PRIVATE),
          Network.of("2001::/23", Reach.SPECIAL),
          Network.of("2001:db8::/32", Reach.SPECIAL),
          Network.of("3fff::/20", Reach.SPECIAL));

  private Addresses() {}

  static Reach reachOf(InetAddress address) {
    return reachOf(address.getAddress());
  }

  static Reach reachOf(byte[] address) {
    if (ALIBABA_METADATA.contains(address) || EC2_METADATA.contains(address)) {
      return Reach.SPECIAL;
    }
    if (address.length == IPV4_BYTES) {
      return find(IPV4, address, Reach.PUBLIC);
    }
    if (isMapped(address) || NAT64.contains(address)) {
      return reachOf(Arrays.copyOfRange(address, 12, 16));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return reachOf(Arrays.copyOfRange(address, 2, 6));
    }
    if (isIsatap(address) && reachOf(Arrays.copyOfRange(address, 12, 16)) != Reach.PUBLIC) {
      return Reach.SPECIAL;
    }
    return find(IPV6, address, GLOBAL.contains(address) ? Reach.PUBLIC : Reach.SPECIAL);
  }

  private static Reach find(List<Network> networks, byte[] address, Reach otherwise) {
    return networks.stream()
        .filter(n -> n.contains(address))
        .map(Network::reach)
        .findFirst()
        .orElse(otherwise);
  }

  /** {@code ::ffff:a.b.c.d}. Not as a block: Java turns such a literal into an IPv4 address. */
  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[10] == (byte) 0xFF && address[11] == (byte) 0xFF;
  }

  /** An interface identifier {@code [02]00:5efe:a.b.c.d}, RFC 5214. */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & ~2) == 0
        && address[9] == 0
        && address[10] == 0x5E
        && address[11] == (byte) 0xFE;
  }
}
