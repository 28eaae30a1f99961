/** Where the log goes: standard error, since a protocol may be spoken on standard output. */
@NullMarked
package dev.holdfast.server.log;

import org.jspecify.annotations.NullMarked;
