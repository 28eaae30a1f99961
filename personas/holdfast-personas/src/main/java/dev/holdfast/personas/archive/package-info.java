/**
 * Backups of personas: ZIP files with a manifest, which any unzip opens. Reading trusts nothing
 * that an archive says of itself. The format is described in {@code docs/formats/backup.md}.
 */
@NullMarked
package dev.holdfast.personas.archive;

import org.jspecify.annotations.NullMarked;
