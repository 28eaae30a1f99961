package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is on the disk for sure, and what is only on its way there, while a recording is played.
 *
 * <p>A change moves from "on its way" to "for sure" when it is synced, together with all that must
 * be on the disk before it.
 */
final class Disk {

  private final PersistenceModel model;
  private final Map<Integer, String> names;
  private final Map<Integer, Node> nodes;
  private final Map<Integer, Map<String, Object>> attributes;

  private final Map<Integer, List<DataChange>> unsyncedData = new TreeMap<>();
  private final Map<Integer, List<Operation.SetAttribute>> unsyncedAttributes = new TreeMap<>();
  private final List<EntryChange> unsyncedEntries = new ArrayList<>();
  private int step;

  /**
   * A disk before a recording is played.
   *
   * @param names what to call directories
   */
  Disk(PersistenceModel model, DiskImage initial, Map<Integer, String> names) {
    this.model = model;
    this.names = names;
    nodes = new HashMap<>(initial.nodes());
    attributes = new HashMap<>(initial.attributes());
  }

  /** Plays one step. */
  void apply(Operation operation) {
    step++;
    switch (operation) {
      case Operation.Create made -> {
        nodes.put(made.file(), new Node.Regular(FileContent.EMPTY));
        attributes.put(made.file(), made.attributes());
        changeEntry(made.directory(), made.name(), made.file());
      }
      case Operation.MakeDirectory made -> {
        nodes.put(made.made(), new Node.Directory(new TreeMap<>()));
        attributes.put(made.made(), made.attributes());
        changeEntry(made.directory(), made.name(), made.made());
      }
      case Operation.MakeSymbolicLink made -> {
        nodes.put(made.link(), new Node.SymbolicLink(made.target()));
        changeEntry(made.directory(), made.name(), made.link());
      }
      case Operation.Link made -> changeEntry(made.directory(), made.name(), made.file());
      case Operation.Remove removed ->
          addEntryChange(
              told("removal of", removed.name(), "from", removed.directory()),
              new EntryChange.Half(removed.directory(), removed.name(), null));
      case Operation.Rename renamed -> rename(renamed);
      case Operation.Write written ->
          changeData(written.file(), new DataChange.Written(written.offset(), written.bytes()));
      case Operation.Truncate cut -> changeData(cut.file(), new DataChange.Truncated(cut.size()));
      case Operation.SetAttribute set ->
          unsyncedAttributes.computeIfAbsent(set.inode(), none -> new ArrayList<>()).add(set);
      case Operation.SyncFile synced -> syncFile(synced);
      case Operation.SyncDirectory synced -> {
        syncAttributes(synced.directory());
        syncEntries(
            unsyncedEntries.stream().filter(each -> each.touches(synced.directory())).toList());
      }
      case Operation.Mark mark -> {}
    }
  }

  private void changeData(int file, DataChange change) {
    unsyncedData.computeIfAbsent(file, none -> new ArrayList<>()).add(change);
  }

  private void changeEntry(int directory, String name, int inode) {
    addEntryChange(
        told("entry of", name, "in", directory), new EntryChange.Half(directory, name, inode));
  }

  private void rename(Operation.Rename renamed) {
    EntryChange.Half gone = new EntryChange.Half(renamed.fromDirectory(), renamed.from(), null);
    EntryChange.Half there =
        new EntryChange.Half(renamed.toDirectory(), renamed.to(), renamed.moved());
    String told = told("entry of", renamed.to(), "in", renamed.toDirectory());
    if (renamed.fromDirectory() == renamed.toDirectory() || model.renameIsAtomic()) {
      addEntryChange(told, gone, there);
    } else {
      addEntryChange(told, there);
      addEntryChange(told("removal of", renamed.from(), "from", renamed.fromDirectory()), gone);
    }
  }

  private String told(String change, String name, String in, int directory) {
    return change + " " + ShortName.of(name) + " " + in + " " + names.getOrDefault(directory, "?");
  }

  private void addEntryChange(String text, EntryChange.Half... halves) {
    unsyncedEntries.add(new EntryChange(step, List.of(halves), text));
  }

  private void syncFile(Operation.SyncFile synced) {
    List<DataChange> changes = unsyncedData.remove(synced.file());
    if (changes != null) {
      FileContent content = contentOf(synced.file());
      for (DataChange change : changes) {
        content = change.applyTo(content);
      }
      nodes.put(synced.file(), new Node.Regular(content));
    }
    if (synced.attributesToo()) {
      syncAttributes(synced.file());
    }
    if (model.fileSyncPersistsName()) {
      syncEntries(unsyncedEntries.stream().filter(each -> each.names(synced.file())).toList());
    }
  }

  private void syncAttributes(int inode) {
    List<Operation.SetAttribute> changes = unsyncedAttributes.remove(inode);
    if (changes != null) {
      attributes.put(inode, Attributes.after(attributesOf(inode), changes));
    }
  }

  /** Makes these changes durable, and what must come before them. */
  private void syncEntries(List<EntryChange> synced) {
    List<EntryChange> closed = new ArrayList<>(synced);
    for (int i = unsyncedEntries.size() - 1; i >= 0; i--) {
      EntryChange earlier = unsyncedEntries.get(i);
      if (!closed.contains(earlier)
          && closed.stream().anyMatch(each -> each.follows(earlier, model.entryOrder()))) {
        closed.add(earlier);
      }
    }
    for (EntryChange each : List.copyOf(unsyncedEntries)) {
      if (closed.contains(each)) {
        each.applyTo(nodes);
        unsyncedEntries.remove(each);
      }
    }
  }

  PersistenceModel model() {
    return model;
  }

  FileContent contentOf(int file) {
    return nodes.get(file) instanceof Node.Regular regular ? regular.content() : FileContent.EMPTY;
  }

  Map<String, Object> attributesOf(int inode) {
    return attributes.getOrDefault(inode, Map.of());
  }

  Map<Integer, List<DataChange>> unsyncedData() {
    return unsyncedData;
  }

  Map<Integer, List<Operation.SetAttribute>> unsyncedAttributes() {
    return unsyncedAttributes;
  }

  List<EntryChange> unsyncedEntries() {
    return unsyncedEntries;
  }

  /** What is on the disk if of the unsynced changes of names only these have arrived. */
  DiskImage with(List<EntryChange> arrived) {
    Map<Integer, Node> then = new HashMap<>(nodes);
    for (EntryChange each : arrived) {
      each.applyTo(then);
    }
    return new DiskImage(then, new HashMap<>(attributes));
  }
}
