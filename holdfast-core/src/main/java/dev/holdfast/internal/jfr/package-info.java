/** Events for the JDK Flight Recorder. The only package that needs the module {@code jdk.jfr}. */
@NullMarked
package dev.holdfast.internal.jfr;

import org.jspecify.annotations.NullMarked;
