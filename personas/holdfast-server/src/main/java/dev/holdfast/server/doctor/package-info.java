/** What a file system does for Holdfast, found out by doing it. */
@NullMarked
package dev.holdfast.server.doctor;

import org.jspecify.annotations.NullMarked;
