/** Starts main classes in processes of their own and talks with them line by line. */
@NullMarked
package dev.holdfast.verify.fork;

import org.jspecify.annotations.NullMarked;
