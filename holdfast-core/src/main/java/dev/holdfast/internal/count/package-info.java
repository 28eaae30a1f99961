/** Counters in memory of fixed size, for any number of threads. */
@NullMarked
package dev.holdfast.internal.count;

import org.jspecify.annotations.NullMarked;
