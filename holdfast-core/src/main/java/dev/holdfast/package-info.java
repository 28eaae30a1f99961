/**
 * The entry point: {@link dev.holdfast.FileLockManager}, named locks and crash-safe files of one
 * lock domain.
 */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
