/**
 * Files that are replaced whole or not at all, and that survive a power cut: {@link
 * dev.holdfast.file.AtomicFiles}.
 */
@NullMarked
package dev.holdfast.file;

import org.jspecify.annotations.NullMarked;
