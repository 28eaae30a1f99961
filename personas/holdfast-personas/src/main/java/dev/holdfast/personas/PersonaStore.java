package dev.holdfast.personas;

import dev.holdfast.personas.history.Actor;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store of personas that many threads and processes use at once.
 *
 * <p>A <em>ref</em> names a persona: by file name, by slug (without regard to case), by unique id,
 * or by name (without regard to case), looked up in this order. If it means several personas, it is
 * refused with {@link PersonaException.Code#INVALID_VALUE} and the message names their files.
 *
 * <p>A <em>revision</em> names the exact text of a persona, see {@link PersonaEntry#revision}. Its
 * first six digits are enough; if several revisions of the persona begin so, it is refused with
 * {@link PersonaException.Code#INVALID_VALUE}. The version of the front matter, such as {@code
 * 1.3}, means the latest text that had it. A change may state what its caller <em>expects</em> to
 * stand there, by revision or version; anything else is refused with {@link
 * PersonaException.Code#CHANGED}. Null expects nothing.
 *
 * <p>Reading takes no lock, and sees at each call what other threads and processes have committed.
 * A change is whole or not at all, survives a power cut once the method returns, and is refused
 * with {@link PersonaException.Code#BUSY} if its locks are not had within 30 seconds. What it
 * replaces goes into the history, with who did it and when; how much of that is kept is the store's
 * to say.
 *
 * <p>All methods throw {@link PersonaException}; beside the codes that they name, every method may
 * fail with {@code IO_FAILURE}, {@code INTERRUPTED} and {@code CLOSED}. All may be called from any
 * thread.
 */
public interface PersonaStore extends AutoCloseable {

  /**
   * The same store for somebody else, who is recorded with what he does. Closing either closes
   * both.
   *
   * @throws PersonaException {@code INVALID_VALUE} if the user cannot be an author
   */
  PersonaStore as(Actor actor);

  /**
   * The same store without changes: they are refused with {@code READ_ONLY}; a dry run is none.
   * Closing either closes both.
   */
  default PersonaStore readOnly() {
    return new ReadOnlyStore(this);
  }

  /** Who is recorded with what is done through this. */
  Actor actor();

  /**
   * All personas, valid and invalid, sorted by file name. Never misses one that exists during the
   * whole call, also while others write, or rename it.
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
   * The bytes of a persona, valid or not.
   *
   * @param revision of now or the past; null for now
   * @throws PersonaException {@code NOT_FOUND}, also if that revision is not kept; {@code
   *     INVALID_FILE} if it is no file that can be read; {@code INVALID_VALUE} if the ref means
   *     several
   */
  PersonaSource source(String ref, @Nullable String revision);

  /**
   * Gives every persona, valid or not, as of one instant. Writers go on meanwhile. Of what cannot
   * be given, for it is no file, too large or not readable, the receiver {@linkplain
   * ImportSource.Receiver#leftOut hears}.
   *
   * @throws IOException what the receiver throws
   */
  void readAll(ImportSource.Receiver receiver) throws IOException;

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
   *     leave as many; {@code CHANGED}, also if another program writes the file at this moment
   */
  EditResult edit(String ref, Map<String, String> changes, @Nullable String expected);

  /** {@link #edit(String, Map, String)} of whatever stands there. */
  default EditResult edit(String ref, Map<String, String> changes) {
    return edit(ref, changes, null);
  }

  /**
   * Gives a persona another name and the file that goes with it, in one commit. Its unique id
   * stays.
   *
   * @throws PersonaException as {@link #edit}
   */
  RenameResult rename(String ref, String newName, @Nullable String expected);

  /**
   * Deletes a persona, valid or not.
   *
   * @return what was deleted
   * @throws PersonaException {@code NOT_FOUND}; {@code INVALID_VALUE} if the ref means several;
   *     {@code CHANGED}
   */
  PersonaEntry delete(String ref, @Nullable String expected);

  /** {@link #delete(String, String)} of whatever stands there. */
  default PersonaEntry delete(String ref) {
    return delete(ref, null);
  }

  /**
   * Deletes several personas in one commit: all of them or none.
   *
   * @return what was deleted, sorted by file name
   * @throws PersonaException as {@link #delete(String, String)}
   */
  List<PersonaEntry> deleteAll(Collection<String> refs);

  /**
   * What was done to a persona, also before it was renamed, the latest first. One that is gone is
   * named by its file name, slug or name.
   *
   * @throws PersonaException {@code NOT_FOUND}; {@code INVALID_VALUE} if the ref means several
   */
  List<HistoryEntry> history(String ref);

  /** The personas that are gone and can be brought back, by file name. */
  List<DeletedPersona> deleted();

  /**
   * Brings back an earlier text, byte for byte; also of a persona that is gone, and also if that
   * text is not a valid persona. An undo can be undone.
   *
   * @param revision of the past; null for what stood there before the latest change, with the name
   *     and file that it had
   * @throws PersonaException {@code NOT_FOUND}, also if that revision is not kept; {@code
   *     ALREADY_EXISTS} if another persona has the name or the file by now; {@code INVALID_VALUE}
   *     if it is at this revision already, or the ref means several; {@code CHANGED}
   */
  UndoResult undo(String ref, @Nullable String revision, @Nullable String expected);

  /**
   * Imports personas: all of them or, if one is refused, none. A persona is there already if one
   * has its name or its unique id.
   *
   * @return what was done with each, or with {@link ImportOptions#dryRun} would be
   * @throws PersonaException {@code INVALID_FILE} if a persona is not valid, {@code ALREADY_EXISTS}
   *     if one is there already and the policy is to fail, each with all reasons (a dry run reports
   *     them instead); {@code INVALID_VALUE} if the source is malformed, or names one persona twice
   * @throws IOException if the source cannot be read
   */
  ImportReport importAll(ImportSource source, ImportOptions options) throws IOException;

  /**
   * Makes personas what they are in a source, byte for byte, valid or not, by file name, in one
   * commit; nobody changes anything meanwhile. What the source {@linkplain
   * ImportSource.Receiver#leftOut leaves out} stays as it is.
   *
   * @param only these, by file name; the others stay. Empty for all: then what the source does not
   *     have is deleted
   * @param dryRun only tell what would be done
   * @throws PersonaException {@code NOT_FOUND} if the source lacks one of {@code only}; {@code
   *     INVALID_VALUE} if it is malformed
   * @throws IOException if the source cannot be read
   */
  RestoreReport restore(ImportSource source, Optional<Set<String>> only, boolean dryRun)
      throws IOException;

  /**
   * Checks a persona, valid or not, by every rule.
   *
   * @throws PersonaException {@code NOT_FOUND}; {@code INVALID_VALUE} if the ref means several
   */
  ValidationReport validate(String ref);

  /**
   * Tells a listener what changes from now on, whoever changes it: this store, another process, or
   * a person with an editor. What differs from {@link #list} as of this call is told, sooner or
   * later: no change is lost, also none that is made while an earlier one is being told. Changes
   * that follow each other closely are put together, so what did not last may not be told. A file
   * that somebody is writing is told of when he has finished.
   *
   * <p>Usually told within a second; where the system does not say when files change, such as on
   * network file systems, within some seconds, or half a minute if there are very many. While the
   * personas cannot be read, nothing is told; afterwards what has changed meanwhile.
   *
   * <p>Without listeners this costs nothing. All listeners share one look at the personas. {@link
   * #close} ends it.
   */
  PersonaListener.Registration watch(PersonaListener listener);

  /** Forgets what was cached, so that the next call reads every file again. */
  void reload();

  /** Where the personas are kept, for people to read. */
  String location();

  /** Refuses further calls. Idempotent. The lock manager belongs to the caller and stays open. */
  @Override
  void close();
}
