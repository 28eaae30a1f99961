/**
 * Changes of several files that take effect together: all of them or none, whatever dies when.
 * Start at {@link dev.holdfast.tx.FileTree}.
 */
@NullMarked
package dev.holdfast.tx;

import org.jspecify.annotations.NullMarked;
