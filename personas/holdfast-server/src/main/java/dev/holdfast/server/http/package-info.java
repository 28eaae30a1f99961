/**
 * The web server of {@code holdfast serve}: one front that every request passes before anything
 * else sees it, and what is mounted behind it.
 */
@NullMarked
package dev.holdfast.server.http;

import org.jspecify.annotations.NullMarked;
