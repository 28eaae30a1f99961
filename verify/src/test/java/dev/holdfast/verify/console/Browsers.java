package dev.holdfast.verify.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Chromium of the system, without a window. */
final class Browsers implements AutoCloseable {

  private static final double PATIENCE_MILLIS = 30_000;
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private final Playwright playwright;
  private final Browser browser;

  private Browsers(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; skips the tests where there is none. */
  static Browsers start() {
    assumeTrue(Files.isExecutable(CHROMIUM), "no " + CHROMIUM + ": apt-get install chromium");
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    return new Browsers(playwright, browser);
  }

  Visitor visitor(String url, int width, int height, ColorScheme scheme) {
    return new Visitor(
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(url)
                .setViewportSize(width, height)
                .setColorScheme(scheme)),
        url);
  }

  Visitor visitor(String url) {
    return visitor(url, 1200, 860, ColorScheme.LIGHT);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** Somebody with a browser of his own. Whatever it complains about is noted. */
  static final class Visitor implements AutoCloseable {

    final Page page;
    private final BrowserContext context;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Visitor(BrowserContext context, String url) {
      this.context = context;
      context.setDefaultTimeout(PATIENCE_MILLIS);
      context.onRequest(
          request -> {
            if (!request.url().startsWith(url + "/") && !request.url().startsWith("blob:" + url)) {
              complaints.add("request to " + request.url());
            }
          });
      this.page = context.newPage();
      page.onDialog(
          dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
          });
      page.onPageError(error -> complaints.add("error: " + error));
      page.onConsoleMessage(
          message -> {
            // A status that is an answer is no error of the page.
            if (message.type().equals("error")
                && !message.text().startsWith("Failed to load resource: the server responded")) {
              complaints.add("console: " + message.text());
            }
          });
    }

    /** Opens a view and waits until it is there. */
    Page open(String hash) {
      page.navigate("/" + hash);
      page.reload(); // another hash alone loads nothing
      page.waitForSelector("main h1");
      return page;
    }

    void hasNothingToComplainAbout() {
      assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
