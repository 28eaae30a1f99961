package dev.holdfast.server.cli;

import dev.holdfast.server.fetch.FetchOptions;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --allow-import-from}, the same for every command that imports from URLs. */
final class AllowImportOption {

  private static final String OPTION = "--allow-import-from";
  private static final String VARIABLE = "HOLDFAST_ALLOW_IMPORT_FROM";

  @Option(
      names = OPTION,
      paramLabel = "HOST[:PORT]",
      split = ",",
      description =
          "Import from https URLs of these hosts, too, although they have a private or loopback"
              + " address or another port than 443. Default: HOLDFAST_ALLOW_IMPORT_FROM, otherwise"
              + " public hosts only.")
  private List<String> hosts = List.of();

  /**
   * What may be fetched.
   *
   * @throws CommandException if one of them is no host
   */
  FetchOptions options(Io io) {
    List<String> allowed = hosts.isEmpty() ? io.words(VARIABLE) : hosts;
    try {
      return FetchOptions.strict().withAllowed(allowed);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "%s: %s".formatted(hosts.isEmpty() ? VARIABLE : OPTION, e.getMessage()));
    }
  }
}
