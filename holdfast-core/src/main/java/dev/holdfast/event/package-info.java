/**
 * What happens to the locks of a manager, told to {@linkplain dev.holdfast.event.LockListener
 * listeners}.
 */
@NullMarked
package dev.holdfast.event;

import org.jspecify.annotations.NullMarked;
