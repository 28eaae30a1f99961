/**
 * Backups of a store of personas: made while writers go on, listed, verified, restored, pruned, and
 * made by themselves. Start with {@link dev.holdfast.personas.backup.BackupManager}.
 */
@NullMarked
package dev.holdfast.personas.backup;

import org.jspecify.annotations.NullMarked;
