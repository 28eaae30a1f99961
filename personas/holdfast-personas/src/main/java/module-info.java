import org.jspecify.annotations.NullMarked;

/** Personas: the file format, its rules, and the store. Knows no protocol. */
@NullMarked
module dev.holdfast.personas {
  requires transitive dev.holdfast.core;
  requires io.github.javadiffutils;
  requires static org.jspecify;
  requires org.snakeyaml.engine;
  requires tools.jackson.core;

  exports dev.holdfast.personas.archive;
  exports dev.holdfast.personas.backup;
  exports dev.holdfast.personas.diff;
  exports dev.holdfast.personas.exchange;
  exports dev.holdfast.personas.history;
  exports dev.holdfast.personas;
}
