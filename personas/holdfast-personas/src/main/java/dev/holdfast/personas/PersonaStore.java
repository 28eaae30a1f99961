package dev.holdfast.personas;

import java.util.List;
import java.util.Map;

/**
 * A store of personas that many threads and processes use at once.
 *
 * <p>A <em>ref</em> names a persona: by file name, by slug (without regard to case), by unique id,
 * or by name (without regard to case), looked up in this order. If it means several personas, it is
 * refused with {@link PersonaException.Code#INVALID_VALUE} and the message names their files.
 *
 * <p>Reading takes no lock, and sees at each call what other threads and processes have committed.
 * A change is whole or not at all, survives a power cut once the method returns, and is refused
 * with {@link PersonaException.Code#BUSY} if its locks are not had within 30 seconds.
 *
 * <p>All methods throw {@link PersonaException}; beside the codes that they name, every method may
 * fail with {@code IO_FAILURE}, {@code INTERRUPTED} and {@code CLOSED}. All may be called from any
 * thread.
 */
public interface PersonaStore extends AutoCloseable {

  /**
   * All personas, valid and invalid, sorted by file name. Never misses one that exists during the
   * whole call, also while others write.
   */
  List<PersonaEntry> list();

  /**
   * One persona.
   *
   * @throws PersonaException {@code NOT_FOUND}; {@code INVALID_FILE} with the reason if its file
   *     breaks a rule; {@code INVALID_VALUE} if the ref means several
   */
  Persona get(String ref);

  /**
   * Creates a persona. Of several that race for one name, also in other processes, one wins.
   *
   * @return the persona as written
   * @throws PersonaException {@code ALREADY_EXISTS} if a persona has this name; {@code
   *     INVALID_VALUE} if a value breaks a rule
   */
  Persona create(NewPersona persona);

  /**
   * Sets one or several fields in one commit. The version grows by one minor step unless the edit
   * sets it. The rest of the file keeps its bytes.
   *
   * @param changes the new values by field, see {@link PersonaRules#EDITABLE_FIELDS}. Lists are
   *     given separated by commas. The field {@code source} stands for the whole text of the file
   *     and is given alone; it repairs files that are not readable as personas
   * @throws PersonaException {@code NOT_FOUND}; {@code UNKNOWN_FIELD}; {@code INVALID_VALUE} if a
   *     value breaks a rule or the ref means several personas; {@code ALREADY_EXISTS} if another
   *     persona has the new name; {@code INVALID_FILE} if the file has errors and this edit would
   *     leave as many
   */
  EditResult edit(String ref, Map<String, String> changes);

  /**
   * Deletes a persona, valid or not.
   *
   * @return what was deleted
   * @throws PersonaException {@code NOT_FOUND}; {@code INVALID_VALUE} if the ref means several
   */
  PersonaEntry delete(String ref);

  /**
   * Checks a persona, valid or not, by every rule.
   *
   * @throws PersonaException {@code NOT_FOUND}; {@code INVALID_VALUE} if the ref means several
   */
  ValidationReport validate(String ref);

  /** Forgets what was cached, so that the next call reads every file again. */
  void reload();

  /** Where the personas are kept, for people to read. */
  String location();

  /** Refuses further calls. Idempotent. The lock manager belongs to the caller and stays open. */
  @Override
  void close();
}
