package dev.holdfast.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One of the ways that are measured side by side, each by workers of its own process. */
interface WorkerKind {

  /** What {@code peers.sh} brings. */
  Path NODE = Path.of("target", "node");

  /** Workers in other languages. */
  Path WORKERS = Path.of("src", "test", "workers");

  /** How it is called in the tables. */
  String title();

  /** Why it cannot be measured here; empty if it can. */
  Optional<String> missing();

  /** What starts a worker of this kind over a directory. */
  List<String> command(Path directory);

  /** Settings of the environment, each {@code NAME=VALUE}. */
  default List<String> environment() {
    return List.of();
  }

  /** The command of a worker in Java. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Why a package of Node cannot be measured here; empty if it can. */
  static Optional<String> missingPackage(String name) {
    return Files.isDirectory(NODE.resolve("node_modules").resolve(name))
        ? Optional.empty()
        : Optional.of("peers.sh could not bring it");
  }
}
