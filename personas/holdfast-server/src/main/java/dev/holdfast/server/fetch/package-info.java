/**
 * Fetches what a URL stands for, so that it can be imported. Reaches only what everybody on the
 * Internet reaches, unless it is told otherwise.
 */
@NullMarked
package dev.holdfast.server.fetch;

import org.jspecify.annotations.NullMarked;
