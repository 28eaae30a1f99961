package dev.holdfast.server.catalog;

import dev.holdfast.server.fetch.FetchOptions;
import java.util.Objects;

/**
 * What a {@link Catalog} is made with.
 *
 * @param version the version of the program
 * @param fetch what may be fetched to be imported
 * @param tools which tools the session has
 * @param confirm what the user is asked before it is done
 * @param indicator how answers show which persona is active, until the session says otherwise
 * @param calls is told of the calls of tools
 */
public record CatalogOptions(
    String version,
    FetchOptions fetch,
    ToolSelection tools,
    ConfirmMode confirm,
    IndicatorConfig indicator,
    ToolListener calls) {

  /** Checks that nothing is missing. */
  public CatalogOptions {
    Objects.requireNonNull(version);
    Objects.requireNonNull(fetch);
    Objects.requireNonNull(tools);
    Objects.requireNonNull(confirm);
    Objects.requireNonNull(indicator);
    Objects.requireNonNull(calls);
  }

  /** All tools, imports from public https URLs only, and questions before what is destructive. */
  public static CatalogOptions of(String version) {
    return new CatalogOptions(
        version,
        FetchOptions.strict(),
        ToolSelection.ALL,
        ConfirmMode.DESTRUCTIVE,
        IndicatorConfig.DEFAULT,
        ToolListener.NONE);
  }

  /** The same with other URLs to import from. */
  public CatalogOptions withFetch(FetchOptions other) {
    return new CatalogOptions(version, other, tools, confirm, indicator, calls);
  }

  /** The same with other tools. */
  public CatalogOptions withTools(ToolSelection other) {
    return new CatalogOptions(version, fetch, other, confirm, indicator, calls);
  }

  /** The same with other questions. */
  public CatalogOptions withConfirm(ConfirmMode other) {
    return new CatalogOptions(version, fetch, tools, other, indicator, calls);
  }

  /** The same with another indicator. */
  public CatalogOptions withIndicator(IndicatorConfig other) {
    return new CatalogOptions(version, fetch, tools, confirm, other, calls);
  }

  /** The same, whose calls of tools are told to a listener. */
  public CatalogOptions withCalls(ToolListener other) {
    return new CatalogOptions(version, fetch, tools, confirm, indicator, other);
  }
}
