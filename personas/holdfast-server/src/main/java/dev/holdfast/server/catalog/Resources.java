package dev.holdfast.server.catalog;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.HistoryEntry;
import dev.holdfast.personas.InvalidPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.Severity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What can be read: each persona, valid or not, its history, and who holds which lock.
 *
 * <p>All methods read what is there now, and throw {@link CatalogException}. They may be called
 * from any thread.
 */
public final class Resources {

  private static final String LOCKS = "lock://";
  private static final String MARKDOWN = "text/markdown";
  private static final int MOST_CHANGES = 1_000;

  private static final Resource LOCK_OVERVIEW =
      new Resource(
          LOCKS,
          "locks",
          "Locks",
          "Who holds and who waits for which lock, over all processes that share the folder.",
          MARKDOWN);

  private final PersonaStore store;
  private final FileLockManager locks;

  Resources(PersonaStore store, FileLockManager locks) {
    this.store = store;
    this.locks = locks;
  }

  /**
   * A page of the list: the locks, then the personas by file name. Histories are not in it, there
   * is a template for them.
   *
   * @param cursor that the page before gave; empty for the first page
   * @throws CatalogException INVALID_ARGUMENT if the cursor is none of this list; FAILED
   */
  public Page<Resource> list(Optional<String> cursor) {
    List<Resource> all = new ArrayList<>();
    all.add(LOCK_OVERVIEW);
    CatalogException.guarded(store::list).stream()
        .sorted(Comparator.comparing(PersonaEntry::fileName))
        .map(Resources::resourceOf)
        .forEach(all::add);
    return Page.of(
        "resources",
        all,
        resource -> resource.uri().equals(LOCKS) ? "" : resource.name(),
        resource -> resource,
        cursor);
  }

  /** How a persona stands in the list. */
  static Resource resourceOf(PersonaEntry entry) {
    String uri = new PersonaUri(entry.fileName(), false).toString();
    return switch (entry) {
      case Persona persona ->
          new Resource(uri, persona.fileName(), persona.name(), persona.description(), MARKDOWN);
      case InvalidPersona invalid ->
          new Resource(
              uri,
              invalid.fileName(),
              invalid.slug(),
              "Not a valid persona: "
                  + invalid.findings().stream()
                      .filter(finding -> finding.severity() == Severity.ERROR)
                      .findFirst()
                      .orElseThrow()
                      .message(),
              MARKDOWN);
    };
  }

  /** The forms of the URIs of personas and histories. */
  public List<ResourceTemplate> templates() {
    return List.of(
        new ResourceTemplate(
            PersonaUri.TEMPLATE,
            "persona",
            "Persona",
            "The file of a persona, as it is. slug is the file name without .md.",
            MARKDOWN),
        new ResourceTemplate(
            PersonaUri.HISTORY_TEMPLATE,
            "persona_history",
            "History of a persona",
            "What was done to a persona, by whom and when, the latest first; also of one that was"
                + " deleted.",
            MARKDOWN));
  }

  /**
   * The content of a resource.
   *
   * @throws CatalogException NOT_FOUND; FAILED if a file cannot be read, with the reason
   */
  public ResourceContent read(String uri) {
    if (uri.equals(LOCKS)) {
      return CatalogException.guarded(
          () ->
              new ResourceContent.Text(
                  uri, MARKDOWN, LockShape.inWords(locks.metrics(), locks.inspect())));
    }
    PersonaUri persona = parse(uri);
    return CatalogException.guarded(
        () -> persona.history() ? historyOf(persona) : contentOf(persona));
  }

  /**
   * Refuses a subscription to what does not exist, or does not say when it changes.
   *
   * @throws CatalogException NOT_FOUND, INVALID_ARGUMENT; FAILED
   */
  public void requireWatchable(String uri) {
    if (uri.equals(LOCKS)) {
      throw new CatalogException(
          CatalogException.Kind.INVALID_ARGUMENT,
          "Locks change all the time and are not announced. Read "
              + LOCKS
              + " when you want to"
              + " know.");
    }
    PersonaUri persona = parse(uri);
    CatalogException.guarded(
        () -> {
          require(persona);
          return persona;
        });
  }

  private static PersonaUri parse(String uri) {
    return PersonaUri.parse(uri).orElseThrow(() -> notFound(uri));
  }

  private static CatalogException notFound(String uri) {
    return new CatalogException(
        CatalogException.Kind.NOT_FOUND,
        "Resource not found: "
            + Values.quoted(uri)
            + ". There are lock://, persona://{slug} and persona://{slug}/history, where slug is a"
            + " file name without .md, escaped where it must be. Ask resources/list for those that"
            + " exist.");
  }

  private ResourceContent contentOf(PersonaUri uri) {
    PersonaSource source = store.source(uri.fileName(), null);
    if (!source.fileName().equals(uri.fileName())) { // such as one of the same name in other case
      throw notFound(uri.toString());
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(source.bytes())).toString();
      return new ResourceContent.Text(uri.toString(), MARKDOWN, text);
    } catch (CharacterCodingException e) {
      return new ResourceContent.Bytes(uri.toString(), "application/octet-stream", source.bytes());
    }
  }

  private ResourceContent historyOf(PersonaUri uri) {
    require(uri);
    List<HistoryEntry> all = store.history(uri.fileName());
    return new ResourceContent.Text(
        uri.toString(),
        MARKDOWN,
        HistoryShape.inWords(uri.fileName(), all.stream().limit(MOST_CHANGES).toList()));
  }

  /** Only the exact name of a file counts: a subscription must mean what changes announce. */
  private void require(PersonaUri uri) {
    try {
      if (store.source(uri.fileName(), null).fileName().equals(uri.fileName())) {
        return;
      }
    } catch (PersonaException e) {
      switch (e.code()) {
        case INVALID_FILE -> {
          return; // it is there, although it cannot be read
        }
        case NOT_FOUND, INVALID_VALUE -> {} // as below
        default -> throw e;
      }
    }
    boolean deleted =
        uri.history()
            && store.deleted().stream().anyMatch(gone -> gone.fileName().equals(uri.fileName()));
    if (!deleted) {
      throw notFound(uri.toString());
    }
  }
}
