package dev.holdfast.personas.archive;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.archive.Manifest.Item;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An open ZIP file with personas: a backup if it has a manifest, else one that people made of
 * Markdown files, which can be imported but is no backup.
 *
 * <p><strong>Untrusted.</strong> An archive is refused as a whole if a name leads out of it, is
 * that of a device, or is there twice up to case and Unicode form; if it has links, encrypted
 * entries, other compression than deflate, the zip64 form, something before, between or behind its
 * entries; if an entry is a persona larger than {@link
 * dev.holdfast.personas.PersonaRules#MAX_FILE_BYTES}, or larger than 64 KiB and more than 100 times
 * its compressed size; if there are more than 50,001 entries, or they expand to more than 2 GiB. No
 * length that it states is believed.
 *
 * <p>Neither {@code ZipFile} nor {@code ZipInputStream} is used: the one believes the central
 * directory, the other the local headers, and an archive in which they differ shows different files
 * to different programs. Here both are read and have to agree; only the inflater is Java's.
 *
 * <p><strong>Backups.</strong> Every file has to be in the manifest, and the other way round, with
 * its length and SHA-256. That finds damage, not malice: who can write the archive can make it say
 * anything.
 *
 * <p>In memory are the names of all entries and one persona. For many threads at once; the
 * interruption of a thread that reads closes the archive. Who changes the file meanwhile gets a
 * refusal or what was there before, never a content that its hash does not confirm.
 */
public final class Archive implements ImportSource, Closeable {

  private final Path path;
  private final FileChannel channel;
  private final ZipBytes zip;
  private final List<ZipSlot> slots;
  private final Optional<Manifest> manifest;

  private Archive(
      Path path,
      FileChannel channel,
      ZipBytes zip,
      List<ZipSlot> slots,
      Optional<Manifest> manifest) {
    this.path = path;
    this.channel = channel;
    this.zip = zip;
    this.slots = slots;
    this.manifest = manifest;
  }

  /**
   * Opens an archive, and reads its structure and manifest but no content.
   *
   * @throws PersonaException {@code INVALID_FILE} if it is not a regular file, or refused
   * @throws IOException if it cannot be read
   */
  public static Archive open(Path path) throws IOException {
    try {
      return openChecked(path);
    } catch (ArchiveFault e) {
      throw refused(path, e);
    }
  }

  /**
   * Everything that is wrong with the archive at {@code path}; empty if nothing is. Like {@link
   * #open} and {@link #verify()}, but an archive that is refused is damage too.
   *
   * @throws IOException if it cannot be read
   */
  public static List<Damage> verify(Path path) throws IOException {
    try (Archive archive = openChecked(path)) {
      return archive.verify();
    } catch (ArchiveFault e) {
      return List.of(named(path, e.damage()));
    }
  }

  private static Archive openChecked(Path path) throws IOException, ArchiveFault {
    requireNonNull(path);
    // A pipe would block whoever opens it.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new ArchiveFault("it is not a regular file");
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    boolean opened = false;
    try {
      ZipBytes zip = new ZipBytes(channel);
      List<ZipSlot> slots = ZipDirectory.read(zip);
      Archive archive = new Archive(path, channel, zip, slots, manifestOf(zip, slots));
      archive.checkNames();
      opened = true;
      return archive;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private static Optional<Manifest> manifestOf(ZipBytes zip, List<ZipSlot> slots)
      throws IOException, ArchiveFault {
    for (ZipSlot slot : slots) {
      if (slot.name().equals(EntryNames.MANIFEST)) {
        return Optional.of(
            ManifestJson.read(EntryContent.read(zip, slot, ArchiveLimits.MAX_MANIFEST_BYTES)));
      }
    }
    return Optional.empty();
  }

  private void checkNames() throws ArchiveFault {
    for (ZipSlot slot : personas()) {
      if (slot.bytes() > ArchiveLimits.MAX_FILE_BYTES) {
        throw new ArchiveFault(
            slot.name(),
            "it has %d bytes; the limit is %d"
                .formatted(slot.bytes(), ArchiveLimits.MAX_FILE_BYTES));
      }
      if (manifest.isPresent()) {
        String problem = EntryNames.problemOfPersona(slot.name()).orElse(null);
        if (problem != null) {
          throw new ArchiveFault(slot.name(), problem);
        }
      }
    }
  }

  /** What the archive says of itself; empty if it is no backup. */
  public Optional<Manifest> manifest() {
    return manifest;
  }

  /**
   * Reads everything and compares it with the manifest, or with the checksums of the ZIP format if
   * there is none.
   *
   * @return what is wrong, at most one problem for each file; empty if nothing is
   * @throws IOException if it cannot be read
   */
  public List<Damage> verify() throws IOException {
    List<Damage> found = new ArrayList<>();
    Map<String, Item> listed = new HashMap<>();
    try {
      listed.putAll(listed());
    } catch (ArchiveFault e) {
      found.add(named(path, e.damage()));
    }
    for (ZipSlot slot : personas()) {
      try {
        content(slot, listed);
      } catch (ArchiveFault e) {
        found.add(named(path, e.damage()));
      }
      listed.remove(slot.name());
    }
    listed.keySet().stream()
        .sorted()
        .forEach(
            n -> found.add(new Damage(Printable.name(n), "it is in the manifest, but not here")));
    return List.copyOf(found);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Names are those of the files, without directories. Of an archive that is no backup, files
   * that are not {@code *.md}, hidden, or in {@code __MACOSX} are passed over. A backup in which a
   * file is missing or too many is refused before the first persona; another damaged file is when
   * its turn comes, and is not handed over.
   *
   * @throws PersonaException {@code INVALID_FILE} if it is damaged; names the file
   */
  @Override
  public void read(Receiver receiver) throws IOException {
    requireNonNull(receiver);
    try {
      Map<String, Item> listed = listed();
      checkComplete(listed);
      for (ZipSlot slot : personas()) {
        receiver.persona(EntryNames.last(slot.name()), content(slot, listed));
      }
    } catch (ArchiveFault e) {
      throw refused(path, e);
    }
  }

  private void checkComplete(Map<String, Item> listed) throws ArchiveFault {
    Map<String, Item> missing = new HashMap<>(listed);
    for (ZipSlot slot : personas()) {
      if (manifest.isPresent() && missing.remove(slot.name()) == null) {
        throw new ArchiveFault(slot.name(), "it is not in the manifest");
      }
    }
    for (String name : missing.keySet()) {
      throw new ArchiveFault(name, "it is in the manifest, but not here");
    }
  }

  private Map<String, Item> listed() throws ArchiveFault {
    Map<String, Item> listed = new HashMap<>();
    for (Item item : manifest.map(Manifest::files).orElse(List.of())) {
      if (listed.put(item.name(), item) != null) {
        throw new ArchiveFault(item.name(), "it is in the manifest twice");
      }
    }
    return listed;
  }

  private List<ZipSlot> personas() {
    return manifest.isPresent()
        ? slots.stream().filter(s -> !s.name().equals(EntryNames.MANIFEST)).toList()
        : slots.stream().filter(Archive::isMeant).toList();
  }

  /** Is it a persona in an archive that people made? */
  private static boolean isMeant(ZipSlot slot) {
    return !slot.isDirectory()
        && EntryNames.isPersona(EntryNames.last(slot.name()))
        && !slot.name().startsWith("__MACOSX/");
  }

  private byte[] content(ZipSlot slot, Map<String, Item> listed) throws IOException, ArchiveFault {
    byte[] content = EntryContent.read(zip, slot, ArchiveLimits.MAX_FILE_BYTES);
    if (manifest.isEmpty()) {
      return content;
    }
    Item item = listed.get(slot.name());
    if (item == null) {
      throw new ArchiveFault(slot.name(), "it is not in the manifest");
    }
    if (item.bytes() != content.length || !item.sha256().equals(Sha256.of(content))) {
      throw new ArchiveFault(slot.name(), "its content is not what the manifest says");
    }
    return content;
  }

  /** Closes the file. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static Damage named(Path path, Damage damage) {
    return damage.file().isEmpty()
        ? new Damage(Printable.name(String.valueOf(path.getFileName())), damage.problem())
        : damage;
  }

  private static PersonaException refused(Path path, ArchiveFault fault) {
    Damage damage = fault.damage();
    String what =
        damage.file().isEmpty()
            ? damage.problem()
            : "'%s': %s".formatted(damage.file(), damage.problem());
    return new PersonaException(
        Code.INVALID_FILE,
        "the archive %s is refused: %s".formatted(Printable.name(path.toString()), what),
        "Take another backup or copy of it; or pack the files anew, plainly, with an up-to-date"
            + " ZIP program.");
  }
}
