/**
 * The forms in which personas travel: JSON of DollhouseMCP v1, base64 of it, Markdown, a data link.
 * {@link dev.holdfast.personas.exchange.ImportSources} reads them, {@link
 * dev.holdfast.personas.exchange.JsonExport} and {@link dev.holdfast.personas.exchange.DataLink}
 * write them. All that is read is untrusted: whatever it is, it gives personas or a {@link
 * dev.holdfast.personas.PersonaException} that says what is wrong and where.
 */
@NullMarked
package dev.holdfast.personas.exchange;

import org.jspecify.annotations.NullMarked;
