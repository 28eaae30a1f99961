/** Judges logs of critical sections, from outside of the locks that guarded them. */
@NullMarked
package dev.holdfast.verify.referee;

import org.jspecify.annotations.NullMarked;
