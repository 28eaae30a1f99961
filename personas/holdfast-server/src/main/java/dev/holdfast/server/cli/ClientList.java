package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.server.install.Client;
import dev.holdfast.server.install.ConfigChange;
import dev.holdfast.server.install.ConfigException;
import dev.holdfast.server.install.Platform;
import dev.holdfast.server.install.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The clients, their files, and whether an entry is in them. */
final class ClientList {

  private final Io io;
  private final String name;

  /** One file of one client; the reason is empty unless it cannot be read. */
  private record Row(
      Client client, Scope scope, boolean found, String state, Path file, String reason) {}

  ClientList(Io io, String name) {
    this.io = io;
    this.name = name;
  }

  void print(boolean json) {
    List<Row> rows = rows();
    if (json) {
      JsonOutput.print(io, rows.stream().map(ClientList::object).toList());
      return;
    }
    Table table = new Table("CLIENT", "FOUND", "SCOPE", "STATE", "FILE");
    rows.forEach(
        row ->
            table.row(
                row.client().id(),
                row.found() ? "yes" : "no",
                WordOption.word(row.scope()),
                row.state(),
                row.file()));
    table.print(io.out());
    rows.stream()
        .filter(row -> !row.reason().isEmpty())
        .forEach(row -> io.out().println(Text.line(row.file() + ": " + row.reason())));
  }

  /** The file of the user of each client, and that of the project where there is one. */
  private List<Row> rows() {
    Platform platform = ClientArguments.platform(io);
    List<Row> rows = new ArrayList<>();
    for (Client client : Client.all()) {
      for (Scope scope : Scope.values()) {
        Optional<Path> file = client.file(scope, platform);
        if (file.isPresent() && (scope == Scope.USER || Files.exists(file.get()))) {
          rows.add(row(client, scope, client.isFound(platform), file.get()));
        }
      }
    }
    return rows;
  }

  private Row row(Client client, Scope scope, boolean found, Path file) {
    try (FileLockManager locks = FileLockManager.inProcess()) {
      boolean installed = ConfigChange.isInstalled(locks.files(), client, file, name);
      return new Row(client, scope, found, installed ? "installed" : "absent", file, "");
    } catch (ConfigException e) {
      return new Row(client, scope, found, "unreadable", file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Row(client, scope, found, "unreadable", file, Failures.describe(e));
    }
  }

  private static Object object(Row row) {
    return JsonOutput.object(
        "client", row.client().id(),
        "title", row.client().title(),
        "scope", WordOption.word(row.scope()),
        "found", row.found(),
        "state", row.state(),
        "file", row.file().toString(),
        "reason", row.reason());
  }
}
