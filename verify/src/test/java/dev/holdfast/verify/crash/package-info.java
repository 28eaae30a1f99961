/** What a crash may leave of core's files, state by state, on the crash simulator. */
package dev.holdfast.verify.crash;
