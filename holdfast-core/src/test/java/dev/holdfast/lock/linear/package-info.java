/**
 * Explores the schedules of a few threads on a lock, and compares with what one thread would see.
 */
package dev.holdfast.lock.linear;
