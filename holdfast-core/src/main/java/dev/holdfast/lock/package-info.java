/**
 * Named locks over threads, virtual threads and processes.
 *
 * <p>A {@link dev.holdfast.lock.LockManager} grants {@linkplain dev.holdfast.lock.LockRequest
 * requests} for resources, opaque names such as {@code persona:alice}; a grant is a {@link
 * dev.holdfast.lock.LockHandle}, which owns the lock until it is closed.
 */
@NullMarked
package dev.holdfast.lock;

import org.jspecify.annotations.NullMarked;
