/** Snapshots while other processes write, die, and have no room. */
@NullMarked
package dev.holdfast.verify.snapshot;

import org.jspecify.annotations.NullMarked;
