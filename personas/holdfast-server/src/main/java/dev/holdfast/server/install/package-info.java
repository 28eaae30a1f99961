/**
 * Configuration files of AI clients: where they are, what stands in them, and how an entry for this
 * server comes in and goes out again without touching anything else.
 */
@NullMarked
package dev.holdfast.server.install;

import org.jspecify.annotations.NullMarked;
