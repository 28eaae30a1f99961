package dev.holdfast.server.fetch;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL that may be fetched, with the checked addresses that its name stood for once. Nobody asks
 * for them again: a second answer could be another one (DNS rebinding).
 *
 * @param uri the URL, without a fragment
 * @param addresses where its host is
 */
record Target(URI uri, List<InetAddress> addresses) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Finds the addresses of a host. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * Checks a URL and all addresses of its host.
   *
   * @throws PersonaException {@code INVALID_VALUE} if it may not be fetched, {@code IO_FAILURE} if
   *     nobody knows its host
   */
  static Target of(URI uri, FetchOptions options, Resolver resolver) {
    String problem = problem(uri, options).orElse(null);
    if (problem != null) {
      throw refused(uri, problem, "Give a plain https URL of a public server.");
    }
    List<InetAddress> addresses;
    try {
      addresses = List.of(resolver.resolve(bareHost(uri)));
    } catch (UnknownHostException e) {
      throw unknown(uri);
    }
    if (addresses.isEmpty()) {
      throw unknown(uri);
    }
    for (InetAddress address : addresses) {
      Reach reach = Addresses.reachOf(address);
      if (reach == Reach.SPECIAL || (reach == Reach.PRIVATE && !isAllowed(uri, options))) {
        throw refused(
            uri,
            "its host has the address %s, which is not on the public Internet"
                .formatted(address.getHostAddress()),
            reach == Reach.SPECIAL
                ? "Use a public server; or save the file and import it from there."
                : "Use a public server; or save the file and import it from there; or allow the host"
                    + " with --allow-import-from or HOLDFAST_ALLOW_IMPORT_FROM.");
      }
    }
    return new Target(withoutFragment(uri), addresses);
  }

  private static Optional<String> problem(URI uri, FetchOptions options) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(scheme.equals("http") && options.allowHttp())) {
      return Optional.of("only https is allowed");
    }
    if (uri.isOpaque() || uri.getHost() == null || uri.getHost().isEmpty()) {
      return Optional.of("it has no host that can be understood");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("it has a user name or password in it");
    }
    int usual = usualPort(uri);
    if (uri.getPort() != -1 && uri.getPort() != usual && !isAllowed(uri, options)) {
      return Optional.of("only port %d is allowed".formatted(usual));
    }
    return uri.getPort() == 0 || uri.getPort() > 0xFFFF
        ? Optional.of("there is no such port")
        : Optional.empty();
  }

  private static int usualPort(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https") ? HTTPS_PORT : HTTP_PORT;
  }

  private static boolean isAllowed(URI uri, FetchOptions options) {
    return options.allows(uri.getHost(), uri.getPort(), usualPort(uri));
  }

  private static String bareHost(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static URI withoutFragment(URI uri) {
    String text = uri.toASCIIString();
    int fragment = text.indexOf('#');
    return fragment < 0 ? uri : URI.create(text.substring(0, fragment));
  }

  /** The next URL of a redirect, not yet checked. */
  static URI redirect(URI from, String location) {
    try {
      return from.resolve(new URI(location));
    } catch (URISyntaxException e) {
      throw refused(from, "it redirects to something that is no URL", "Check the URL.");
    }
  }

  /** A URL as it can be shown: what follows the path may be secret, and so may a password. */
  static String shown(URI uri) {
    String host = uri.getHost();
    if (host == null) {
      return uri.getScheme() == null ? "the URL" : uri.getScheme() + ":...";
    }
    String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath();
    String plain = path.codePoints().allMatch(c -> c > ' ' && c < 0x7F) ? path : "/...";
    return "%s://%s%s%s".formatted(uri.getScheme(), host, port, plain);
  }

  static PersonaException refused(URI uri, String problem, String hint) {
    return new PersonaException(
        Code.INVALID_VALUE, "%s is not fetched: %s".formatted(shown(uri), problem), hint);
  }

  private static PersonaException unknown(URI uri) {
    return new PersonaException(
        Code.IO_FAILURE,
        "%s is not fetched: nobody knows its host".formatted(shown(uri)),
        "Check the URL and the network.");
  }
}
