/** The console in a real browser. */
@NullMarked
package dev.holdfast.verify.console;

import org.jspecify.annotations.NullMarked;
