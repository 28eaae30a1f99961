/**
 * Processes as the system sees them: children that inherit a lock, and who has a lock file open.
 */
@NullMarked
package dev.holdfast.server.process;

import org.jspecify.annotations.NullMarked;
