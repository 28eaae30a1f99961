/**
 * The console: a page that shows what the programs on a folder do, and the HTTP API that it uses.
 * The API says what the tools of the catalogue say; it has no words of its own for personas, locks
 * and backups.
 */
@NullMarked
package dev.holdfast.server.console;

import org.jspecify.annotations.NullMarked;
