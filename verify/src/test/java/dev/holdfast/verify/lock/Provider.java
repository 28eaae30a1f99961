package dev.holdfast.verify.lock;

/** By which means a process locks bytes of files. */
enum Provider {
  /** The default on Linux: open-file-description locks. */
  OPEN_FILE("open-file"),
  /** The portable fallback. */
  CHANNEL("channel");

  /** The property by which a process is told. */
  static final String PROPERTY = "dev.holdfast.locks.provider";

  private final String value;

  Provider(String value) {
    this.value = value;
  }

  String value() {
    return value;
  }

  /** Makes this the means of the domains that this process opens from now on. */
  void choose() {
    System.setProperty(PROPERTY, value);
  }
}
