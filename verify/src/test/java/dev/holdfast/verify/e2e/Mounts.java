package dev.holdfast.verify.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What one test mounts, unmounted after it. Only root may do that. */
final class Mounts implements AfterEachCallback {

  private final List<Path> mounted = new ArrayList<>();

  /** Mounts a file system in memory; skips the test, aloud, where that is not allowed. */
  Path tmpfs(Path at, String size) throws IOException {
    Files.createDirectory(at);
    Launcher.Ended ended =
        command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", at.toString());
    Requirement.need(
        ended.exitCode() == 0,
        "this test mounts a small file system, which is refused here: " + ended.err());
    mounted.add(at);
    return at;
  }

  /**
   * Makes a folder read-only for whoever opens something in it from now on: it is mounted over
   * itself. Skips the test, aloud, where that is not allowed.
   */
  void readOnly(Path folder) {
    Launcher.Ended ended = command("mount", "--bind", folder.toString(), folder.toString());
    Requirement.need(
        ended.exitCode() == 0,
        "this test mounts a folder read-only, which is refused here: " + ended.err());
    mounted.add(folder);
    require(command("mount", "-o", "remount,bind,ro", folder.toString()));
  }

  /** Undoes the last mount. */
  void unmountLast() {
    require(command("umount", "-l", mounted.removeLast().toString()));
  }

  private static void require(Launcher.Ended ended) {
    if (ended.exitCode() != 0) {
      throw new IllegalStateException(ended.err());
    }
  }

  /**
   * What to put before a command so that modes of files bind it: nothing, except for root, who
   * gives up the right to ignore them.
   */
  static String[] asOrdinaryUser() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new String[0];
    }
    String[] wrapper = {
      "setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"
    };
    List<String> probe = new ArrayList<>(List.of(wrapper));
    probe.add("true");
    Requirement.need(
        command(probe.toArray(String[]::new)).exitCode() == 0,
        "root gives up the right to ignore the modes of files by setpriv, which is not there");
    return wrapper;
  }

  private static Launcher.Ended command(String... command) {
    try {
      return Launcher.run(Duration.ofSeconds(20), List.of(command));
    } catch (UncheckedIOException e) {
      return new Launcher.Ended(127, "", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    while (!mounted.isEmpty()) {
      unmountLast();
    }
  }
}
