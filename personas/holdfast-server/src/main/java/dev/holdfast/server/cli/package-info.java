/** The command line: {@link dev.holdfast.server.cli.CommandLineProgram} and its commands. */
@NullMarked
package dev.holdfast.server.cli;

import org.jspecify.annotations.NullMarked;
