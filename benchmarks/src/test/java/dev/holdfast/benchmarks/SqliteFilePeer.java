package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A row for each file, in a database whose commits survive a power cut: write-ahead log, {@code
 * synchronous=FULL}. Each thread has a connection of its own.
 */
final class SqliteFilePeer implements FilePeer {

  private final String url;
  private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<PreparedStatement> statements = ThreadLocal.withInitial(this::open);

  SqliteFilePeer(Path directory) throws SQLException {
    url = "jdbc:sqlite:" + directory.resolve("files.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE files (id INTEGER PRIMARY KEY, content BLOB NOT NULL)");
    }
  }

  @Override
  public void replace(int file, byte[] content) throws SQLException {
    put(statements.get(), file, content);
  }

  @Override
  public void replaceTogether(int files, byte[] content) throws SQLException {
    PreparedStatement statement = statements.get();
    statement.getConnection().setAutoCommit(false);
    for (int file = 0; file < files; file++) {
      put(statement, file, content);
    }
    statement.getConnection().commit();
    statement.getConnection().setAutoCommit(true);
  }

  private static void put(PreparedStatement statement, int file, byte[] content)
      throws SQLException {
    statement.setInt(1, file);
    statement.setBytes(2, content);
    statement.executeUpdate();
  }

  private PreparedStatement open() {
    try {
      Connection connection = DriverManager.getConnection(url);
      opened.add(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout=60000");
        statement.execute("PRAGMA synchronous=FULL");
      }
      return connection.prepareStatement(
          "INSERT INTO files VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET content = excluded.content");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : opened) {
      connection.close();
    }
  }
}
