/** Positive controls: locks that are known to be broken, for the referee to condemn. */
@NullMarked
package dev.holdfast.verify.control;

import org.jspecify.annotations.NullMarked;
