/** What transactions and snapshots of a tree share. */
@NullMarked
package dev.holdfast.internal.tree;

import org.jspecify.annotations.NullMarked;
