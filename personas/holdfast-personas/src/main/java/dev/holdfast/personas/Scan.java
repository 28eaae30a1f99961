package dev.holdfast.personas;

import java.util.List;

/**
 * All files of the folder as of one pass, sorted by file name.
 *
 * @param all the files
 * @param entries what the store shows of them, with a warning at each file whose name an earlier
 *     one has too
 */
record Scan(List<Loaded> all, List<PersonaEntry> entries) {}
