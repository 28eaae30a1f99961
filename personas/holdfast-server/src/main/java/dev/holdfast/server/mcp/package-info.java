/**
 * The catalogue over the Model Context Protocol, versions 2024-11-05 to 2025-11-25, on standard
 * input and output. The official SDK speaks the protocol; what it does not withstand (bad lines,
 * calls before {@code initialize}, cancellation, the end of input) is handled here in front of it.
 */
@NullMarked
package dev.holdfast.server.mcp;

import org.jspecify.annotations.NullMarked;
