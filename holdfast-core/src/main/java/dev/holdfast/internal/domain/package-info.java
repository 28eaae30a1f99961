/**
 * The file of a lock directory: kernel locks on its byte ranges, which decide, and a mapped table
 * of owners and waiters, which informs.
 */
@NullMarked
package dev.holdfast.internal.domain;

import org.jspecify.annotations.NullMarked;
