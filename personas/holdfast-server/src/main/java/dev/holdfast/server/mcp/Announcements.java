package dev.holdfast.server.mcp;

import dev.holdfast.personas.PersonaListener;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogChange;
import dev.holdfast.server.catalog.CatalogException;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells one client what changes in the catalogue: the lists, and the resources that it has
 * subscribed to.
 *
 * <p>What waits to be sent is kept once, however often it has changed meanwhile: a client that does
 * not read costs no memory, and holds up nobody but its own messages.
 */
final class Announcements {

  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Catalog catalog;
  private final Consumer<JsonNode> out;
  private final Set<String> subscribed = ConcurrentHashMap.newKeySet();

  /** Held while the watch begins or ends. */
  private final ReentrantLock beginning = new ReentrantLock();

  /** Is the client ready? Set before any request that follows is worked on. */
  private volatile boolean wanted;

  private volatile boolean over;
  private PersonaListener.@Nullable Registration watch; // guarded by beginning

  /** Held while something is sent. */
  private final ReentrantLock sending = new ReentrantLock();

  private volatile boolean ended;

  /** What is to be sent; guarded by its monitor. */
  private final Set<Announcement> waiting = new LinkedHashSet<>();

  /** One message. */
  private record Announcement(String method, String uri) {}

  /**
   * @param out gets the messages
   */
  Announcements(Catalog catalog, Consumer<JsonNode> out) {
    this.catalog = catalog;
    this.out = out;
  }

  /** Begins on a thread of its own: the first look at many personas takes a while. */
  void begin() {
    wanted = true;
    Thread _ = Thread.ofVirtual().name("mcp-watch").start(this::awaitBeginning);
  }

  /** If the client is to be told of changes, returns when whatever happens from here on is told. */
  void awaitBeginning() {
    if (!wanted) {
      return;
    }
    beginning.lock();
    try {
      watch();
    } finally {
      beginning.unlock();
    }
    endWatchIfOver();
  }

  /** Where the personas cannot be read, the next call tries again. */
  private void watch() {
    if (over || watch != null) {
      return;
    }
    try {
      watch = catalog.watch(this::changed);
    } catch (CatalogException e) {
      LOG.warn("Changes cannot be announced for now: {}", e.getMessage());
    }
  }

  void subscribe(String uri) {
    subscribed.add(uri);
  }

  void unsubscribe(String uri) {
    subscribed.remove(uri);
  }

  /**
   * Ends the watch; waits until what is just being sent is out. For a client that has stopped to
   * read it waits a moment only: it must not keep the server alive.
   */
  void end() {
    over = true;
    ended = true;
    endWatchIfOver();
    try {
      if (sending.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        sending.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Does not wait for a watch that is just beginning, which takes long where there are very many
   * personas: whoever begins it looks here afterwards.
   */
  private void endWatchIfOver() {
    if (over && beginning.tryLock()) {
      try {
        if (watch != null) {
          watch.close();
          watch = null;
        }
      } finally {
        beginning.unlock();
      }
    }
  }

  /** On the thread of the store, which must not wait for a client. */
  private void changed(CatalogChange change) {
    List<Announcement> news = new ArrayList<>();
    if (change.resourceList()) {
      news.add(new Announcement(McpSchema.METHOD_NOTIFICATION_RESOURCES_LIST_CHANGED, ""));
    }
    if (change.promptList()) {
      news.add(new Announcement(McpSchema.METHOD_NOTIFICATION_PROMPTS_LIST_CHANGED, ""));
    }
    change.resources().stream()
        .filter(subscribed::contains)
        .forEach(
            uri ->
                news.add(new Announcement(McpSchema.METHOD_NOTIFICATION_RESOURCES_UPDATED, uri)));
    boolean first;
    synchronized (waiting) {
      first = waiting.isEmpty();
      waiting.addAll(news);
      first &= !waiting.isEmpty();
    }
    if (first) {
      Thread _ = Thread.ofVirtual().name("mcp-announce").start(this::send);
    }
  }

  private void send() {
    sending.lock();
    try {
      List<Announcement> now;
      synchronized (waiting) {
        now = List.copyOf(waiting);
        waiting.clear(); // whatever comes from here on has a thread that sends it after this one
      }
      for (Announcement one : now) {
        if (ended) {
          return;
        }
        out.accept(message(one));
      }
    } finally {
      sending.unlock();
    }
  }

  private static JsonNode message(Announcement announcement) {
    ObjectNode message = Json.MAPPER.createObjectNode();
    message.put("jsonrpc", "2.0").put("method", announcement.method());
    if (!announcement.uri().isEmpty()) {
      message.putObject("params").put("uri", announcement.uri());
    }
    return message;
  }
}
