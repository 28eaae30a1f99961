/**
 * File systems that pass each call on to one below, so that a layer can watch it, change it or make
 * it fail.
 */
@NullMarked
package dev.holdfast.testkit.internal.fs;

import org.jspecify.annotations.NullMarked;
