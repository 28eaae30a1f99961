package dev.holdfast.verify.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.verify.console.Browsers.Visitor;
import dev.holdfast.verify.host.FullBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, each thing that it is for once. */
@FullBuild
class ConsoleIT {

  private static final String HOSTILE_NAME = "<img src=x onerror=alert(1)>";

  @TempDir static Path directory;

  private static ServedConsole console;
  private static Browsers browsers;

  @BeforeAll
  static void start() throws IOException {
    browsers = Browsers.start();
    console = new ServedConsole(directory);
    Files.writeString(
        directory.resolve("hostile.md"),
        """
        ---
        name: "%s \\u202Egpj.exe"
        description: "<script>alert(2)</script> javascript:alert(3) %s"
        author: "'\\"><svg onload=alert(4)>"
        triggers: ["</bdi><b id=bold>bold</b>", "a\\u200Bb"]
        category: "<style>*{display:none}</style>"
        version: "1.0"
        ---
        <script>alert(5)</script><a href="javascript:alert(6)">click</a> [x](javascript:alert(7))
        \u202ereversed \u2066isolated \u0007 bell
        %s
        """
            .formatted(HOSTILE_NAME, "x".repeat(300), "W".repeat(20_000)));
    Files.writeString(directory.resolve("broken.md"), "---\nname: [<img src=y onerror=alert(8)>\n");
    console.store.edit("hostile", Map.of("instructions", "<img src=z onerror=alert(9)>\n\u202e\n"));
  }

  @AfterAll
  static void stop() {
    if (console != null) {
      console.close();
      browsers.close();
    }
  }

  private static GetByRoleOptions named(String name) {
    return new GetByRoleOptions().setName(name).setExact(true);
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, named(button)).click();
  }

  private static final List<String> VIEWS =
      List.of(
          "#/locks",
          "#/personas",
          "#/personas/-/new",
          "#/personas/hostile.md",
          "#/personas/hostile.md/edit",
          "#/personas/hostile.md/history",
          "#/personas/broken.md",
          "#/backups",
          "#/exchange",
          "#/health",
          "#/nothing");

  @Test
  void views_ofHostilePersonas_stayTexts() throws Exception {
    try (Visitor visitor = browsers.visitor(console.url());
        LockHandle _ =
            console.locks.acquire(
                LockRequest.exclusive(HOSTILE_NAME).purpose("<script>alert(10)</script>"))) {
      for (String view : VIEWS.subList(0, VIEWS.size() - 1)) {
        Page page = visitor.open(view);
        assertThat(page.locator("main").locator("script, img, style, a[href^=javascript]"))
            .hasCount(0);
        assertThat(page.locator("#bold")).hasCount(0);
      }
      Page page = visitor.open("#/personas/hostile.md");
      assertThat(page.locator("h1")).containsText(HOSTILE_NAME + " U+202Egpj.exe");
      page = visitor.open("#/personas/hostile.md/history");
      page.getByRole(AriaRole.LINK, named("What changed")).first().click();
      assertThat(page.locator(".diff-removed").first()).isVisible();
      assertThat(page.locator(".diff-removed", new Page.LocatorOptions().setHasText("U+0007")))
          .hasCount(1);
      page = visitor.open("#/locks");
      assertThat(page.locator(".resource-name")).hasText(HOSTILE_NAME);
      visitor.hasNothingToComplainAbout();
    }
  }

  @Test
  void views_fitAPhoneAndAreAccessible_lightAndDark() throws Exception {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (Visitor visitor = browsers.visitor(console.url(), 360, 740, scheme);
          LockHandle _ = console.locks.acquire(LockRequest.exclusive("persona:hostile"))) {
        for (String view : VIEWS.subList(0, VIEWS.size() - 1)) {
          Page page = visitor.open(view);
          assertThat(page.evaluate("document.documentElement.scrollWidth")).as(view).isEqualTo(360);
          Axe.check(scheme + " " + view, page);
        }
        visitor.hasNothingToComplainAbout();
      }
    }
  }

  @Test
  void keyboard_isEnough() throws Exception {
    console.write("keys.md", "Keys", "Press them.");
    try (Visitor visitor = browsers.visitor(console.url())) {
      Page page = visitor.open("#/locks");
      page.keyboard().press("Tab");
      assertThat(page.locator("#skip")).isFocused();
      page.keyboard().press("Enter");
      assertThat(page.locator("#main")).isFocused();
      page.locator(".sections a").nth(1).focus();
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).hasText("Personas");
      page.keyboard().press("/");
      page.keyboard().type("press nothing");
      assertThat(page.locator("main")).containsText("No persona has that");
      page.keyboard().press("ControlOrMeta+a");
      page.keyboard().type("about keys");
      assertThat(page.locator(".persona-line")).hasCount(1);
      page.keyboard().press("Tab");
      assertThat(page.locator(".persona-name")).isFocused();
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).hasText("Keys");

      page.getByRole(AriaRole.BUTTON, named("Delete")).focus();
      page.keyboard().press("Enter");
      assertThat(page.locator("dialog button").first()).isFocused();
      page.keyboard().press("Escape");
      assertThat(page.locator("dialog")).hasCount(0);
      assertThat(page.getByRole(AriaRole.BUTTON, named("Delete"))).isFocused();

      page.getByRole(AriaRole.LINK, named("Edit")).focus();
      page.keyboard().press("Enter");
      page.locator("#field-description").focus();
      page.keyboard().press("End");
      page.keyboard().type(" Typed.");
      page.keyboard().press("ControlOrMeta+s");
      assertThat(page.locator(".lede")).hasText("About Keys. Typed.");
      visitor.hasNothingToComplainAbout();
    }
    assertThat(console.read("keys.md")).contains("About Keys. Typed.");
  }

  @Test
  void editsOfTwo_areBothShown_andNothingIsOverwritten() throws Exception {
    console.write("shared.md", "Shared", "As it was.");
    try (Visitor one = browsers.visitor(console.url());
        Visitor other = browsers.visitor(console.url())) {
      Page mine = one.open("#/personas/shared.md/edit");
      Page theirs = other.open("#/personas/shared.md/edit");
      mine.fill("#field-instructions", "What I want.");
      theirs.fill("#field-instructions", "What they want.");
      press(theirs, "Save");
      assertThat(theirs.locator(".text-block")).hasText("What they want.");
      assertThat(mine.getByText("Somebody else has changed this persona meanwhile.")).isVisible();

      press(mine, "Save");
      assertThat(mine.locator(".conflict .theirs")).hasText("What they want.");
      assertThat(mine.locator(".conflict .mine")).hasText("What I want.");
      assertThat(console.read("shared.md")).contains("What they want.");

      press(mine, "Save mine over theirs");
      assertThat(mine.locator(".text-block")).hasText("What I want.");
      assertThat(console.read("shared.md")).contains("What I want.");
      one.hasNothingToComplainAbout();
      other.hasNothingToComplainAbout();
    }
  }

  @Test
  void unsavedText_isNotLeftWithoutAQuestion() throws Exception {
    console.write("draft.md", "Draft", "Saved.");
    try (Visitor visitor = browsers.visitor(console.url())) {
      Page page = visitor.open("#/personas/draft.md/edit");
      page.fill("#field-instructions", "Not saved.");
      page.getByRole(AriaRole.LINK, named("Locks")).click();
      press(page, "Cancel");
      assertThat(page.locator("#field-instructions")).hasValue("Not saved.");
      page.getByRole(AriaRole.LINK, named("Locks")).click();
      press(page, "Leave");
      assertThat(page.locator("h1")).hasText("Locks");
      visitor.hasNothingToComplainAbout();
    }
  }

  @Test
  void persona_isCreatedUndoneDeletedAndBroughtBack() throws Exception {
    try (Visitor visitor = browsers.visitor(console.url())) {
      Page page = visitor.open("#/personas/-/new");
      press(page, "Create");
      assertThat(page.getByText("Name is missing.")).isVisible();
      page.fill("#field-name", "Newcomer");
      page.fill("#field-description", "First.");
      page.fill("#field-instructions", "Begin.");
      press(page, "Create");
      assertThat(page.locator("h1")).hasText("Newcomer");

      page.getByRole(AriaRole.LINK, named("Edit")).click();
      page.fill("#field-description", "Second.");
      press(page, "Save");
      assertThat(page.locator(".lede")).hasText("Second.");
      page.getByRole(AriaRole.LINK, named("History")).click();
      assertThat(page.locator(".event")).hasCount(2);
      page.getByRole(AriaRole.LINK, named("What changed")).first().click();
      assertThat(page.locator(".diff-added").first()).containsText("Second.");
      page.goBack();
      press(page, "Undo the latest change");
      press(page, "Undo");
      assertThat(page.locator(".event")).hasCount(3);
      assertThat(console.read("newcomer.md")).contains("First.");

      page.getByRole(AriaRole.LINK, named("Text")).click();
      press(page, "Delete");
      page.locator("dialog").getByText("Delete", exact()).click();
      assertThat(page.locator("h1")).hasText("Personas");
      page.getByText("Deleted, can be brought back").click();
      press(page, "Bring back");
      assertThat(page.locator("h1")).hasText("Newcomer");
      visitor.hasNothingToComplainAbout();
    }
  }

  private static Locator.GetByTextOptions exact() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  @Test
  void page_showsLocksPersonasAndTheServersAbsenceAsTheyCome(@TempDir Path other) throws Exception {
    try (ServedConsole own = new ServedConsole(other);
        Visitor visitor = browsers.visitor(own.url())) {
      Page page = visitor.open("#/locks");
      assertThat(page.locator("main")).containsText("Nothing is locked");
      assertThat(page.locator("#link-state")).hasText("Live");
      LockingProgram holder = LockingProgram.start(other, "report");
      assertThat(page.locator(".party[data-kind=held]")).containsText("holdfast lock");
      CompletableFuture<Boolean> waiting = own.locks.withLockAsync("report", () -> true);
      assertThat(page.locator(".party[data-kind=waiting]")).containsText("1st in line");
      assertThat(page.locator(".party[data-kind=waiting]")).containsText("this server");
      holder.close();
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(page.locator("main")).containsText("Nothing is locked");

      page.getByRole(AriaRole.LINK, named("Personas")).click();
      own.write("guest.md", "Guest", "Came by.");
      assertThat(page.getByRole(AriaRole.LINK, named("Guest"))).isVisible();

      own.without(() -> assertThat(page.locator("#link-state")).hasText("Disconnected, retrying"));
      assertThat(page.locator("#link-state")).hasText("Live");
    }
  }

  @Test
  void change_thatComesWhileAViewIsLoading_isShown(@TempDir Path other) throws Exception {
    try (ServedConsole own = new ServedConsole(other);
        Visitor early = browsers.visitor(own.url());
        Visitor late = browsers.visitor(own.url())) {
      Page told = early.open("#/personas");
      Page page = late.open("#/locks");
      assertThat(page.locator("#link-state")).hasText("Live");
      page.route(
          Pattern.compile("/api/personas(\\?|$)"),
          route -> {
            APIResponse before = route.fetch();
            writeGuest(own);
            // When one page has been told, so has the other.
            assertThat(told.getByRole(AriaRole.LINK, named("Guest"))).isVisible();
            route.fulfill(new Route.FulfillOptions().setResponse(before));
          },
          new Page.RouteOptions().setTimes(1));
      page.getByRole(AriaRole.LINK, named("Personas")).click();
      assertThat(page.getByRole(AriaRole.LINK, named("Guest"))).isVisible();
    }
  }

  private static void writeGuest(ServedConsole own) {
    try {
      own.write("guest.md", "Guest", "Came by.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void backup_isMadeVerifiedAndRestoredAfterALook(@TempDir Path other) throws Exception {
    try (ServedConsole own = new ServedConsole(other);
        Visitor visitor = browsers.visitor(own.url())) {
      own.write("kept.md", "Kept", "Before.");
      Page page = visitor.open("#/backups");
      assertThat(page.locator("main")).containsText("No backup yet");
      press(page, "Back up now");
      press(page, "Verify");
      assertThat(page.locator(".backup-state")).containsText("whole");

      own.write("kept.md", "Kept", "After.");
      press(page, "Restore…");
      assertThat(page.locator("dialog .change-list")).hasText("replaced kept.md");
      press(page, "Cancel");
      assertThat(own.read("kept.md")).contains("After.");
      press(page, "Restore…");
      press(page, "Restore: change 1 file");
      assertThat(page.locator(".backup")).hasCount(2);
      assertThat(own.read("kept.md")).contains("Before.");
      visitor.hasNothingToComplainAbout();
    }
  }

  @Test
  void files_areImportedByDropAfterALook_andExported() throws Exception {
    String text = "---\nname: Dropped\ndescription: Fell in.\n---\nHere.\n";
    try (Visitor visitor = browsers.visitor(console.url())) {
      Page page = visitor.open("#/exchange");
      page.evaluate(
          """
          (text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], 'dropped.md'));
            document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
          }
          """,
          text);
      assertThat(page.locator(".preview")).containsText("Dropped");
      assertThat(directory.resolve("dropped.md")).doesNotExist();
      press(page, "Import 1 persona");
      assertThat(page.locator(".preview h2")).hasText("Imported");
      assertThat(console.read("dropped.md")).isEqualTo(text);

      page.setInputFiles(
          "#files", new FilePayload("dropped.md", "text/markdown", text.getBytes(UTF_8)));
      assertThat(page.locator(".preview")).containsText("cannot be imported like this");
      page.getByText("Leave those that are there").first().click();
      assertThat(page.locator(".preview tbody")).containsText("skipped");

      Download download = page.waitForDownload(() -> press(page, "Download all"));
      assertThat(download.suggestedFilename()).endsWith(".json");
      assertThat(Files.readString(download.path())).contains("Dropped");
      visitor.hasNothingToComplainAbout();
    }
  }

  @Test
  void health_showsWhatTheDoctorFinds() {
    try (Visitor visitor = browsers.visitor(console.url())) {
      Page page = visitor.open("#/health");
      assertThat(page.locator(".verdict")).containsText("Ready");
      press(page, "Examine the folder");
      assertThat(page.locator(".checks li").first()).isVisible();
      visitor.hasNothingToComplainAbout();
    }
  }

  @Test
  void token_isAskedForAndSentInAHeader() {
    try (Visitor visitor = browsers.visitor(console.url())) {
      visitor.page.route(
          "**/api/**",
          route -> {
            if ("Bearer sesame".equals(route.request().headerValue("authorization"))) {
              route.resume();
            } else {
              route.fulfill(new Route.FulfillOptions().setStatus(401).setBody("{}"));
            }
          });
      visitor.page.navigate("/");
      visitor.page.fill("#token", "wrong");
      press(visitor.page, "Continue");
      assertThat(visitor.page.locator("dialog")).containsText("no longer");
      visitor.page.fill("#token", "sesame");
      press(visitor.page, "Continue");
      assertThat(visitor.page.locator("h1")).hasText("Locks");
      assertThat(visitor.page.evaluate("document.cookie + JSON.stringify(localStorage)"))
          .isEqualTo("{}");
      visitor.hasNothingToComplainAbout();
    }
  }

  @Test
  void theme_isRemembered() {
    try (Visitor visitor = browsers.visitor(console.url())) {
      Page page = visitor.open("#/locks");
      String light = background(page);
      page.click("#theme");
      page.click("#theme");
      assertThat(page.locator("#theme")).hasText("Dark");
      String dark = background(page);
      assertThat(dark).isNotEqualTo(light);
      page.reload();
      assertThat(page.locator("#theme")).hasText("Dark");
      assertThat(background(page)).isEqualTo(dark);
      visitor.hasNothingToComplainAbout();
    }
  }

  private static String background(Page page) {
    return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
  }
}
