package dev.holdfast.personas;

import dev.holdfast.personas.YamlNode.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML from its events only: no objects are built, no tag is resolved, no alias is expanded.
 * Depth is bounded here and size by the caller, so a hostile text costs little.
 */
final class FrontMatterParser {

  private static final int MAX_DEPTH = 32;
  private static final String RULE = "yaml";

  /** What YAML takes for white space; other blanks belong to a text. */
  private static final String WHITE = " \t\r\n";

  private final SourceText source;
  private final String yaml;

  /** From an index in code points of {@link #yaml}, which marks count, to an offset in the file. */
  private final IntUnaryOperator offsets;

  private final Iterator<Event> events;

  FrontMatterParser(SourceText source) {
    this.source = source;
    this.yaml = source.front();
    this.offsets = offsetsOf(yaml, source.frontStart());
    LoadSettings settings = LoadSettings.builder().setLabel("front matter").build();
    this.events = new ParserImpl(settings, new StreamReader(settings, yaml));
  }

  FrontMatter parse() throws FormatFault {
    next(); // the start of the stream
    Event start = next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      return new FrontMatter(List.of(), true);
    }
    Event root = next();
    if (!(root instanceof MappingStartEvent mapping)) {
      throw new FormatFault(
          RULE, "the front matter must be a list of lines 'field: value'", startOf(root));
    }
    List<FrontMatter.Entry> entries = new ArrayList<>();
    mappingEntries(1, entries);
    Event end = next();
    boolean endMarked = startOf(end) != endOf(end);
    Event after = next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw new FormatFault(RULE, "the front matter holds a second YAML document", startOf(after));
    }
    return new FrontMatter(List.copyOf(entries), !mapping.isFlow() && !endMarked);
  }

  /** Reads the entries of a mapping that has begun; returns its end. */
  private Event mappingEntries(int depth, List<FrontMatter.Entry> entries) throws FormatFault {
    Set<String> keys = new HashSet<>();
    while (true) {
      Event event = next();
      if (event.getEventId() == Event.ID.MappingEnd) {
        return event;
      }
      YamlNode key = node(event, depth);
      if (key.isScalar() && !keys.add(key.text())) {
        throw new FormatFault(
            "yaml.duplicate",
            "the field %s is there twice".formatted(Show.quoted(key.text())),
            key.start());
      }
      entries.add(new FrontMatter.Entry(key.text(), key.start(), node(next(), depth)));
    }
  }

  private YamlNode node(Event event, int depth) throws FormatFault {
    if (depth > MAX_DEPTH) {
      throw new FormatFault(
          "yaml.depth",
          "values are nested deeper than %d levels".formatted(MAX_DEPTH),
          startOf(event));
    }
    int start = startOf(event);
    return switch (event) {
      case ScalarEvent scalar ->
          new YamlNode(
              Shape.SCALAR,
              scalar.getValue(),
              scalar.isPlain(),
              scalar.getTag().isPresent(),
              start,
              endOfScalar(scalar),
              List.of(),
              List.of());
      case SequenceStartEvent sequence -> sequence(sequence, start, depth);
      case MappingStartEvent mapping -> {
        List<FrontMatter.Entry> entries = new ArrayList<>();
        Event last = mappingEntries(depth + 1, entries);
        boolean byEvent = mapping.isFlow() || entries.isEmpty();
        int end = byEvent ? endOf(last) : entries.getLast().value().end();
        yield new YamlNode(
            Shape.MAPPING, "", false, hasTag(mapping), start, end, List.of(), List.copyOf(entries));
      }
      case AliasEvent alias ->
          throw new FormatFault(
              "yaml.alias", "aliases are not supported: write the value out", startOf(alias));
      default -> throw new FormatFault(RULE, "a value is missing", start);
    };
  }

  private YamlNode sequence(SequenceStartEvent begin, int start, int depth) throws FormatFault {
    List<YamlNode> items = new ArrayList<>();
    Event event = next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(event, depth + 1));
      event = next();
    }
    // The end of a list in block style is where the next token begins, comments behind us.
    int end = begin.isFlow() || items.isEmpty() ? endOf(event) : items.getLast().end();
    return new YamlNode(
        Shape.SEQUENCE, "", false, hasTag(begin), start, end, List.copyOf(items), List.of());
  }

  private static boolean hasTag(CollectionStartEvent event) {
    return event.getTag().isPresent();
  }

  /** Behind the last char that belongs to the scalar, line endings after it left out. */
  private int endOfScalar(ScalarEvent scalar) {
    int end = endOf(scalar);
    ScalarStyle style = scalar.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      int start = startOf(scalar);
      while (end > start && WHITE.indexOf(source.text().charAt(end - 1)) >= 0) {
        end--;
      }
    }
    return end;
  }

  private Event next() throws FormatFault {
    try {
      if (events.hasNext()) {
        return events.next();
      }
    } catch (MarkedYamlEngineException e) {
      throw fault(problemOf(e), e.getProblemMark().or(e::getContextMark));
    } catch (ReaderException e) {
      throw new FormatFault(
          RULE,
          "the character %s may not stand in YAML; write it as an escape between double quotes"
              .formatted(Show.codePoint(e.getCodePoint())),
          offsets.applyAsInt(e.getPosition()));
    } catch (RuntimeException e) {
      // One strange file must not make the whole folder unreadable, whatever the parser throws.
      throw fault(e.getClass().getSimpleName(), Optional.empty());
    }
    throw fault("it ends too early", Optional.empty());
  }

  private FormatFault fault(String problem, Optional<Mark> place) {
    return new FormatFault(
        RULE,
        "the front matter is not valid YAML: " + problem,
        place.map(mark -> offsets.applyAsInt(mark.getIndex())).orElse(source.frontStart()));
  }

  private static String problemOf(MarkedYamlEngineException e) {
    String problem = e.getProblem();
    return Show.plain((problem == null ? "it cannot be parsed" : problem).replaceAll("\\s+", " "));
  }

  private int startOf(Event event) {
    return event.getStartMark().map(m -> offsets.applyAsInt(m.getIndex())).orElse(0);
  }

  private int endOf(Event event) {
    return event.getEndMark().map(m -> offsets.applyAsInt(m.getIndex())).orElse(0);
  }

  private static IntUnaryOperator offsetsOf(String yaml, int base) {
    int count = yaml.codePointCount(0, yaml.length());
    if (count == yaml.length()) {
      return index -> base + Math.clamp(index, 0, count);
    }
    int[] table = new int[count + 1];
    int at = 0;
    for (int i = 0; i < count; i++) {
      table[i] = base + at;
      at += Character.charCount(yaml.codePointAt(at));
    }
    table[count] = base + at;
    return index -> table[Math.clamp(index, 0, count)];
  }
}
