package dev.holdfast.personas;

import dev.holdfast.personas.history.HistoryLog;
import dev.holdfast.personas.history.Retention;
import dev.holdfast.tx.FileTree;
import java.time.Clock;

/** What the operations on a folder share. */
record Folder(
    PersonaDirectory directory,
    FileTree tree,
    Lookup lookup,
    PersonaLocks locks,
    HistoryLog log,
    Retention retention,
    Clock clock) {}
