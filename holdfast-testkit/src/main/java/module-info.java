import org.jspecify.annotations.NullMarked;

/** For tests of code that writes files: a crash simulator and hostile file systems. */
@NullMarked
module dev.holdfast.testkit {
  requires static org.jspecify;

  exports dev.holdfast.testkit.crash;
  exports dev.holdfast.testkit.hostile;
}
