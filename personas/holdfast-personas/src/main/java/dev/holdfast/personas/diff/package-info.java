/** How two texts differ. */
@NullMarked
package dev.holdfast.personas.diff;

import org.jspecify.annotations.NullMarked;
