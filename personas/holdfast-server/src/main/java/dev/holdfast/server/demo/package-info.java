/**
 * The demonstration: real server processes write one folder at once, and {@link
 * dev.holdfast.server.demo.Demo} counts from the files what became of it.
 */
@NullMarked
package dev.holdfast.server.demo;

import org.jspecify.annotations.NullMarked;
