package dev.holdfast.personas.archive;

/** What is wrong with an archive, found while it is read. Never leaves this package. */
final class ArchiveFault extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Damage damage;

  /** Something is wrong with one entry. */
  ArchiveFault(String entry, String problem) {
    super(problem, null, false, false);
    damage = new Damage(Printable.name(entry), problem);
  }

  /** Something is wrong with the archive as a whole. */
  ArchiveFault(String problem) {
    this("", problem);
  }

  /** What is wrong; its file is empty if that is the whole archive. */
  Damage damage() {
    return damage;
  }
}
