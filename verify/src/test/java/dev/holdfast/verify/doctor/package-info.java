/** {@code holdfast doctor} on file systems that really have the faults it looks for. */
@NullMarked
package dev.holdfast.verify.doctor;

import org.jspecify.annotations.NullMarked;
