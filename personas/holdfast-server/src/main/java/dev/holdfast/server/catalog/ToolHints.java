package dev.holdfast.server.catalog;

/**
 * What a client may expect of a tool before it calls it.
 *
 * @param readOnly it changes nothing but what this session alone remembers and writes nowhere
 * @param destructive it may remove or replace what was there
 * @param idempotent a second call with the same arguments changes nothing more
 * @param openWorld it reaches beyond this server's own folder
 */
public record ToolHints(
    boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

  static final ToolHints READS = new ToolHints(true, false, true, false);
}
