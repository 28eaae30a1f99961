package dev.holdfast.server.catalog;

import dev.holdfast.server.fetch.FetchOptions;
import java.util.Objects;

/**
 * What a {@link Catalog} is made with.
 *
 * @param version the version of the program
 * @param fetch what may be fetched to be imported
 * @param tools which tools the session has
 * @param calls is told of the calls of tools
 */
public record CatalogOptions(
    String version, FetchOptions fetch, ToolSelection tools, ToolListener calls) {

  /** Checks that nothing is missing. */
  public CatalogOptions {
    Objects.requireNonNull(version);
    Objects.requireNonNull(fetch);
    Objects.requireNonNull(tools);
    Objects.requireNonNull(calls);
  }

  /** All tools, and imports from public https URLs only. */
  public static CatalogOptions of(String version) {
    return new CatalogOptions(version, FetchOptions.strict(), ToolSelection.ALL, ToolListener.NONE);
  }

  /** The same with other URLs to import from. */
  public CatalogOptions withFetch(FetchOptions other) {
    return new CatalogOptions(version, other, tools, calls);
  }

  /** The same with other tools. */
  public CatalogOptions withTools(ToolSelection other) {
    return new CatalogOptions(version, fetch, other, calls);
  }

  /** The same, whose calls of tools are told to a listener. */
  public CatalogOptions withCalls(ToolListener other) {
    return new CatalogOptions(version, fetch, tools, other);
  }
}
