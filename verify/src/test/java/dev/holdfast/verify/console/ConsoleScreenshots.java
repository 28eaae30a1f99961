package dev.holdfast.verify.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.verify.console.Browsers.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the pictures of the guide anew. No build runs it: {@code ./mvnw -pl verify -am verify
 * -Dit.test=ConsoleScreenshots -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
class ConsoleScreenshots {

  private static final long MOST_BYTES = 150 << 10;
  private static final int SAMPLES = 14;

  @TempDir static Path directory;

  private static ServedConsole console;
  private static Browsers browsers;

  @BeforeAll
  static void start() throws IOException {
    browsers = Browsers.start();
    console = new ServedConsole(Files.createDirectory(directory.resolve("personas")));
    console.store.edit(
        "lantern-keeper",
        Map.of(
            "description",
            "Leads a slow, atmospheric text adventure in which light is scarce and every oil lamp"
                + " counts.",
            "triggers",
            "adventure, text game, lantern"));
  }

  @AfterAll
  static void stop() {
    console.close();
    browsers.close();
  }

  @Test
  void pictures() throws Exception {
    locks();
    try (Visitor visitor = visitor(ColorScheme.DARK)) {
      visitor.open("#/personas/lantern-keeper.md/history");
      visitor.page.locator(".event a").first().click();
      assertThat(visitor.page.locator(".diff")).isVisible();
      take(visitor.page, "console-difference");
    }
    try (Visitor visitor = browsers.visitor(console.url(), 360, 740, ColorScheme.LIGHT)) {
      take(visitor.open("#/personas"), "console-phone");
    }
    conflict();
    restore();
  }

  /** Some work, so that there is something to see: in the end one holds and two wait. */
  private static void locks() throws Exception {
    try (Visitor light = visitor(ColorScheme.LIGHT);
        Visitor dark = visitor(ColorScheme.DARK)) {
      Page page = light.open("#/locks");
      assertThat(page.locator("#link-state")).hasText("Live");
      LockRequest wanted = LockRequest.exclusive("persona:lantern-keeper").purpose("edit");
      for (int i = 0; i < SAMPLES; i++) {
        for (int j = 0; j <= i * 5 % 7; j++) {
          console.store.edit("trail-naturalist", Map.of("description", "Walk " + i + "." + j));
        }
        LockHandle held = console.locks.acquire(wanted);
        CompletableFuture<Boolean> waiting = console.locks.withLockAsync(wanted, _ -> true);
        int before = samples(page);
        page.waitForCondition(() -> samples(page) > before);
        held.close();
        waiting.join();
      }
      LockingProgram one = LockingProgram.start(console.folder, "persona:lantern-keeper");
      assertThat(page.locator(".party[data-kind=held]")).containsText("holdfast lock");
      LockingProgram other = LockingProgram.start(console.folder, "persona:lantern-keeper");
      assertThat(page.locator(".party[data-kind=waiting]")).hasCount(1);
      CompletableFuture<Boolean> edit = console.locks.withLockAsync(wanted, _ -> true);
      for (Visitor visitor : List.of(light, dark)) {
        assertThat(visitor.open("#/locks").locator(".party")).hasCount(3);
      }
      take(light.page, "console-locks");
      take(dark.page, "console-locks-dark");
      one.close();
      other.close();
      assertThat(edit.get(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static int samples(Page page) {
    return (int)
        page.evaluate("fetch('/api/samples').then((r) => r.json()).then((s) => s.samples.length)");
  }

  private static void conflict() throws IOException {
    try (Visitor one = visitor(ColorScheme.LIGHT)) {
      Page page = one.open("#/personas/meeting-gardener.md/edit");
      page.fill("#field-description", "Plans fewer meetings, and ends them early.");
      console.store.edit(
          "meeting-gardener", Map.of("description", "Plans meetings with a question to answer."));
      page.locator("button[type=submit]").click();
      assertThat(page.locator(".conflict")).isVisible();
      take(page, "console-conflict");
    }
  }

  private static void restore() throws IOException {
    try (Visitor one = visitor(ColorScheme.LIGHT)) {
      Page page = one.open("#/backups");
      page.getByText("Back up now").click();
      assertThat(page.locator(".backup")).hasCount(1);
      console.store.delete("patient-proofreader");
      console.store.edit("trail-naturalist", Map.of("description", "Looks at mosses."));
      page.getByText("Restore…").click();
      assertThat(page.locator("dialog .change-list")).isVisible();
      take(page, "console-restore");
    }
  }

  private static Visitor visitor(ColorScheme scheme) {
    return browsers.visitor(console.url(), 1080, 760, scheme);
  }

  private static void take(Page page, String name) throws IOException {
    Path images = Files.createDirectories(Path.of("../docs/images").toAbsolutePath().normalize());
    byte[] picture = page.screenshot();
    assertThat(picture.length).as(name).isLessThan((int) MOST_BYTES);
    Files.write(images.resolve(name + ".png"), picture);
  }
}
