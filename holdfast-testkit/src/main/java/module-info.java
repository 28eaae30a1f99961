import org.jspecify.annotations.NullMarked;

/**
 * For tests of code that locks and writes files: a crash simulator, hostile file systems, processes
 * that are forked, killed and stopped, and a referee of critical sections.
 */
@NullMarked
module dev.holdfast.testkit {
  requires static org.jspecify;

  exports dev.holdfast.testkit.crash;
  exports dev.holdfast.testkit.fork;
  exports dev.holdfast.testkit.hostile;
  exports dev.holdfast.testkit.referee;
}
