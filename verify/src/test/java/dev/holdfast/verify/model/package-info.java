/** Checks models of our protocols over all their interleavings. */
@NullMarked
package dev.holdfast.verify.model;

import org.jspecify.annotations.NullMarked;
