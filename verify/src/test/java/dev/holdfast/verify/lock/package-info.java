/** Proves the locks of core with forked processes. */
@NullMarked
package dev.holdfast.verify.lock;

import org.jspecify.annotations.NullMarked;
