package dev.holdfast.server.install;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What decides where clients keep their files.
 *
 * @param home the home directory of the user
 * @param project the folder of the project
 * @param environment the environment variables
 */
public record Platform(Os os, Path home, Path project, Map<String, String> environment) {

  /** Kinds of systems whose folders differ. */
  public enum Os {
    LINUX,
    MAC,
    WINDOWS
  }

  /** Copies the variables. */
  public Platform {
    environment = Map.copyOf(environment);
  }

  /** This system, with the present directory as project. */
  public static Platform current(Path home, Map<String, String> environment) {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Os os = name.startsWith("mac") ? Os.MAC : name.startsWith("windows") ? Os.WINDOWS : Os.LINUX;
    return new Platform(os, home, Path.of("").toAbsolutePath(), environment);
  }

  /** Where desktop programs keep what belongs to the user. */
  Path applications() {
    return switch (os) {
      case LINUX -> xdgConfig();
      case MAC -> home.resolve("Library/Application Support");
      case WINDOWS -> variable("APPDATA").orElseGet(() -> home.resolve("AppData/Roaming"));
    };
  }

  /** The same after the XDG specification, which some programs follow on every system. */
  Path xdgConfig() {
    return variable("XDG_CONFIG_HOME").orElseGet(() -> home.resolve(".config"));
  }

  /** The absolute path that a variable holds; a relative one counts as none. */
  Optional<Path> variable(String name) {
    try {
      return Optional.ofNullable(environment.get(name))
          .filter(value -> !value.isEmpty())
          .map(Path::of)
          .filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Is there a program of this name on the path? */
  boolean hasProgram(String name) {
    String path = environment.getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> isProgram(directory, name));
  }

  private boolean isProgram(String directory, String name) {
    try {
      return os == Os.WINDOWS
          ? Files.isRegularFile(Path.of(directory, name + ".exe"))
              || Files.isRegularFile(Path.of(directory, name + ".cmd"))
          : Files.isRegularFile(Path.of(directory, name))
              && Files.isExecutable(Path.of(directory, name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
