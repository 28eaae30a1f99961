/** Package. */
@org.jspecify.annotations.NullMarked
package dev.holdfast.personas;
