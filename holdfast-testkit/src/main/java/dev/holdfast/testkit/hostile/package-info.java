/** Hostile file systems. */
@NullMarked
package dev.holdfast.testkit.hostile;

import org.jspecify.annotations.NullMarked;
