package dev.holdfast.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A running web server: Jetty, the front, health, and what is mounted. */
public final class WebServer implements AutoCloseable {

  /** Where MCP is. */
  public static final String MCP_PATH = "/mcp";

  private final WebOptions options;
  private final Server server;
  private final ServerConnector connector;
  private final List<Mount> mounts;
  private final Supplier<List<String>> readiness;
  private volatile boolean draining;

  private WebServer(
      WebOptions options, Gate gate, List<Mount> mounts, Supplier<List<String>> readiness) {
    this.options = options;
    this.mounts = List.copyOf(mounts);
    this.readiness = readiness;
    // Few threads of the system, for the sockets; each request runs on a virtual one.
    QueuedThreadPool threads = new QueuedThreadPool(16, 2);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
    this.server = new Server(threads);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration(options));
    this.connector =
        options
            .tls()
            .map(tls -> new ServerConnector(server, 1, 1, tls(tls, http)))
            .orElseGet(() -> new ServerConnector(server, 1, 1, http));
    connector.setHost(options.listen().getAddress().getHostAddress());
    connector.setPort(options.listen().getPort());
    connector.setIdleTimeout(options.limits().idle().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(options.limits().connections(), connector));
    if (!options.behindProxy()) { // else all come from one address
      connector
          .getSelectorManager()
          .addEventListener(new AddressLimit(options.limits().perAddress()));
    }
    server.addBean(new Stragglers(connector, options.limits().head()));
    server.setErrorHandler(new JsonErrors());
    List<Mount> all = new ArrayList<>(new Readiness(this::faults).mounts());
    all.addAll(mounts);
    HostCheck hosts =
        new HostCheck(options.listen().getAddress(), options.hosts(), options.origins());
    server.setHandler(new Front(hosts, gate, all));
  }

  /**
   * Starts a server.
   *
   * @param gate finds out who calls
   * @param mounts what it serves beside {@code /healthz} and {@code /readyz}
   * @throws IOException if it cannot listen there
   */
  public static WebServer start(WebOptions options, Gate gate, List<Mount> mounts)
      throws IOException {
    return start(options, gate, mounts, List::of);
  }

  /**
   * Starts a server that is ready only as long as what it serves is.
   *
   * @param readiness why nothing should be asked of it now, for {@code /readyz}; none if it is
   *     ready
   * @throws IOException if it cannot listen there
   */
  public static WebServer start(
      WebOptions options, Gate gate, List<Mount> mounts, Supplier<List<String>> readiness)
      throws IOException {
    WebServer started = new WebServer(options, gate, mounts, readiness);
    try {
      started.server.start();
      return started;
    } catch (Exception e) {
      started.close();
      throw e instanceof IOException io ? io : new IOException("The server did not start", e);
    }
  }

  private static ConnectionFactory[] tls(Tls tls, HttpConnectionFactory http) {
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls.factory(), http.getProtocol()), http
    };
  }

  private static HttpConfiguration configuration(WebOptions options) {
    HttpConfiguration configuration = new HttpConfiguration();
    if (options.tls().isPresent()) {
      configuration.addCustomizer(new SecureRequestCustomizer(false)); // HostCheck knows the names
    }
    if (options.behindProxy()) {
      configuration.addCustomizer(new ForwardedRequestCustomizer());
    }
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(16 * 1024);
    return configuration;
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** How it is reached from this machine, without a slash at the end. */
  public String url() {
    InetAddress address = options.listen().getAddress();
    InetAddress reachable =
        address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    String scheme = options.tls().isPresent() ? "https://" : "http://";
    return scheme + HostPort.normalizeHost(reachable.getHostAddress()) + ":" + port();
  }

  private List<String> faults() {
    return draining ? List.of("The server is ending.") : readiness.get();
  }

  /**
   * Begins nothing new, says so at {@code /readyz}, and returns when what is in work is answered,
   * or the time is over. To be closed afterwards.
   */
  public void drain(Duration atMost) throws InterruptedException {
    draining = true;
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Mount mount : mounts) {
      if (mount.handler() instanceof Drains drains) {
        drains.drain(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)));
      }
    }
  }

  /** Ends at once. */
  @Override
  public void close() {
    draining = true;
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The server did not stop", e);
    }
  }
}
