package dev.holdfast.server.cli;

import dev.holdfast.server.http.WebOptions;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where {@code serve} listens, and under which names. */
final class ListenOption {

  private static final String LISTEN = "HOLDFAST_LISTEN";

  /** Host, where one of version 6 stands in brackets, and port. */
  private static final Pattern SYNTAX =
      Pattern.compile("([^:/\\s]+|\\[[0-9a-fA-F:.%]+]):([0-9]{1,5})");

  private static final int LARGEST_PORT = 65_535;
  static final String DEFAULT = "127.0.0.1:7878";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Where to listen; port 0 takes any that is free. Default: HOLDFAST_LISTEN, otherwise "
              + DEFAULT
              + ", which only this machine reaches.")
  private @Nullable String listen;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      split = ",",
      description =
          "Answer under this name, too, for example that of a proxy before this server. Default:"
              + " HOLDFAST_ALLOW_HOST, otherwise loopback names and the address only.")
  private List<String> hosts = List.of();

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Let pages of this origin, for example http://localhost:6274, call the server. Default:"
              + " HOLDFAST_ALLOW_ORIGIN, otherwise its own pages only.")
  private List<String> origins = List.of();

  @Mixin private TlsOption tls = new TlsOption();

  @Mixin private LimitsOption limits = new LimitsOption();

  WebOptions options(Io io) {
    WebOptions options =
        WebOptions.at(address(io))
            .with(
                given(hosts, io, "HOLDFAST_ALLOW_HOST"),
                given(origins, io, "HOLDFAST_ALLOW_ORIGIN"))
            .with(limits.limits(io));
    return tls.options(io, options);
  }

  private InetSocketAddress address(Io io) {
    String written = listen != null ? listen : io.variable(LISTEN).orElse(DEFAULT);
    Matcher parts = SYNTAX.matcher(written);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > LARGEST_PORT) {
      throw notAnAddress(written);
    }
    InetSocketAddress address =
        new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2)));
    if (address.isUnresolved()) {
      throw CommandException.failed(
          "cannot listen on " + written + ": no address of that name is known",
          "give an address of this machine, for example " + DEFAULT);
    }
    return address;
  }

  private static CommandException notAnAddress(String written) {
    return CommandException.usage(
        "'%s' is no address to listen on: write HOST:PORT, for example %s"
            .formatted(written, DEFAULT));
  }

  private static Set<String> given(List<String> option, Io io, String variable) {
    return Set.copyOf(option.isEmpty() ? io.words(variable) : option);
  }
}
