/**
 * What {@code holdfast serve} measures of itself, and {@code /metrics}. The only package of the
 * program that knows Micrometer; {@code holdfast mcp} never loads it.
 */
@NullMarked
package dev.holdfast.server.metrics;

import org.jspecify.annotations.NullMarked;
