/** A crash simulator. */
@NullMarked
package dev.holdfast.testkit.crash;

import org.jspecify.annotations.NullMarked;
