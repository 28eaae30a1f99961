/**
 * Personas: Markdown files with YAML front matter, the rules that they keep, and the store that
 * many threads and processes use at once. {@link dev.holdfast.personas.PersonaFolder} is the way
 * in. Knows no protocol.
 */
@NullMarked
package dev.holdfast.personas;

import org.jspecify.annotations.NullMarked;
