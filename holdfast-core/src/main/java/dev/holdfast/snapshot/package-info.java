/**
 * Copies of a directory as of one instant, taken while writers go on. Start at {@link
 * dev.holdfast.snapshot.Snapshots}.
 */
@NullMarked
package dev.holdfast.snapshot;

import org.jspecify.annotations.NullMarked;
