package dev.holdfast.server.catalog;

import dev.holdfast.personas.Finding;
import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.InvalidPersona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.Severity;
import dev.holdfast.personas.exchange.JsonExport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The personas of a bundle, as of one instant. Bounded, so they are held in memory. */
final class Bundle implements ImportSource {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Item(String fileName, byte[] content) {}

  private final PersonaStore store;
  private final CallContext call;
  private final int mostBytes;
  private final boolean withSamples;
  private final List<Item> items = new ArrayList<>();
  private final List<Map<String, Object>> leftOut = new ArrayList<>();
  private long bytes;

  /**
   * @param withSamples also the samples that stand as they came with the program
   */
  Bundle(PersonaStore store, CallContext call, int mostBytes, boolean withSamples) {
    this.store = store;
    this.call = call;
    this.mostBytes = mostBytes;
    this.withSamples = withSamples;
  }

  /**
   * Reads the personas; to be called once, first.
   *
   * @throws ToolException TOO_LARGE; INTERRUPTED if the call was cancelled
   */
  void collect() throws IOException {
    Map<String, PersonaEntry> known =
        store.list().stream()
            .collect(Collectors.toMap(PersonaEntry::fileName, Function.identity(), (a, _) -> a));
    store.readAll(new Collected(known));
  }

  /** Takes what the store gives. */
  private final class Collected implements Receiver {
    private final Map<String, PersonaEntry> known;
    private int done;

    Collected(Map<String, PersonaEntry> known) {
      this.known = known;
    }

    @Override
    public void persona(String fileName, byte[] content) {
      call.refuseIfCancelled();
      add(fileName, content, Optional.ofNullable(known.get(fileName)));
      done++;
      call.progress(done, Math.max(known.size(), done), "Reading personas");
    }

    @Override
    public void leftOut(String fileName, String reason) {
      leaveOut(fileName, reason);
    }
  }

  private void add(String fileName, byte[] content, Optional<PersonaEntry> entry) {
    if (!withSamples && PersonaFolder.isSample(fileName, content)) {
      return;
    }
    Optional<String> fault =
        entry
            .filter(InvalidPersona.class::isInstance)
            .map(Bundle::firstError)
            .or(() -> JsonExport.faultOf(fileName, content));
    if (fault.isPresent()) {
      leaveOut(fileName, fault.get());
      return;
    }
    bytes += content.length;
    if (bytes > mostBytes) {
      throw BoundedOutput.tooLarge(mostBytes);
    }
    items.add(new Item(fileName, content));
  }

  private void leaveOut(String fileName, String reason) {
    Map<String, Object> left = new LinkedHashMap<>();
    left.put("fileName", fileName);
    left.put("reason", reason);
    leftOut.add(left);
  }

  private static String firstError(PersonaEntry entry) {
    return entry.findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .findFirst()
        .map(Finding::message)
        .orElse("not a valid persona");
  }

  int size() {
    return items.size();
  }

  /** Files that are not valid, with the reason. */
  List<Map<String, Object>> leftOut() {
    return leftOut;
  }

  @Override
  public void read(Receiver receiver) throws IOException {
    for (Item item : items) {
      receiver.persona(item.fileName(), item.content());
    }
  }
}
