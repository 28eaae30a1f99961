/** Proves the files of core with forked processes and real faults. */
@NullMarked
package dev.holdfast.verify.file;

import org.jspecify.annotations.NullMarked;
