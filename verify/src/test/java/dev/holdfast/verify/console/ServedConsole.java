package dev.holdfast.verify.console;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.console.Console;
import dev.holdfast.server.http.Gate;
import dev.holdfast.server.http.WebOptions;
import dev.holdfast.server.http.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The console over a folder, on a real server in this process. */
final class ServedConsole implements AutoCloseable {

  final Path folder;
  final FileLockManager locks;
  final PersonaFolder store;
  private final Console console;
  private WebServer server;

  ServedConsole(Path folder) throws IOException {
    this.folder = folder;
    this.locks = FileLockManager.open(folder.resolve(".holdfast"));
    this.store = PersonaFolder.open(folder, locks, Actor.of("maria"), Clock.systemUTC());
    this.console = new Console(store, locks, Optional.of(folder), CatalogOptions.of("0.1.0"));
    this.server = start(0);
  }

  private WebServer start(int port) throws IOException {
    return WebServer.start(
        WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
        Gate.OPEN,
        console.mounts());
  }

  String url() {
    return server.url();
  }

  /** The server goes away, and another one comes at its place when the given work is done. */
  void without(Runnable work) throws IOException {
    int port = server.port();
    server.close();
    work.run();
    server = start(port);
  }

  /** Writes a persona as somebody with an editor would. */
  void write(String fileName, String name, String instructions) throws IOException {
    Files.writeString(
        folder.resolve(fileName),
        """
        ---
        name: "%s"
        description: "About %s."
        category: personal
        version: "1.0"
        ---
        %s
        """
            .formatted(name, name, instructions));
  }

  String read(String fileName) throws IOException {
    return Files.readString(folder.resolve(fileName));
  }

  @Override
  public void close() {
    console.close();
    server.close();
    store.close();
    locks.close();
  }
}
