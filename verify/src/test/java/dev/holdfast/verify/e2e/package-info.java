/**
 * The program as people use it: real server processes, started through the launcher, on real files,
 * driven by clients that share no code with the server.
 *
 * <p>The clients are the official ones for Java and for TypeScript, and {@link
 * dev.holdfast.verify.e2e.RawClient} where a test needs its own bytes on the wire. What the servers
 * left in the folder is read by {@link dev.holdfast.verify.e2e.ParsedPersona}, not by the program.
 */
@NullMarked
package dev.holdfast.verify.e2e;

import org.jspecify.annotations.NullMarked;
