/** Kernel locks on byte ranges of a file, by the best means that the platform has. */
@NullMarked
package dev.holdfast.internal.os;

import org.jspecify.annotations.NullMarked;
