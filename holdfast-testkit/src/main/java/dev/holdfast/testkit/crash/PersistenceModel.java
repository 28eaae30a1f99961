package dev.holdfast.testkit.crash;

/**
 * What a crash may leave of what was not synced. A crash is the loss of power or of the kernel; the
 * end of a process alone loses nothing.
 *
 * <p><b>Content.</b> What a program wrote to a file, and the size of the file, are sure to be there
 * once {@code FileChannel.force} has returned for this file (either kind: {@code fdatasync} has to
 * write the size, too). Until then:
 *
 * <ul>
 *   <li>each page of {@link #pageBytes} holds what it held before, or after, any of the unsynced
 *       changes, independently of all other pages: later writes may be there and earlier ones not;
 *   <li>a page that a truncation cuts may hold zeros from there on when the size is still the old;
 *   <li>one page of each file may be torn: its first or its last sectors of {@link #sectorBytes}
 *       are newer than the others;
 *   <li>the size is that before or after any of the changes, or lies inside a write that grew the
 *       file, at the end of a page or of the first or last sector;
 *   <li>if {@link #sizeGrowsWithoutData}, the size may have grown when the data has not arrived:
 *       zeros are read.
 * </ul>
 *
 * <p><b>Names.</b> A name that was created, replaced or removed is sure to be so once the directory
 * has been synced (opened for reading, and forced). Until then it may be, in the order that {@link
 * #entryOrder} states. A rename inside a directory happens or does not. One between directories
 * does too if {@link #renameIsAtomic}; else the file may show under both names or under none. To
 * sync a file says nothing of its name, as in POSIX, unless {@link #fileSyncPersistsName}. A name
 * may be there without the content: to rename is not to sync.
 *
 * <p><b>Attributes.</b> A mode, owner, time or extended attribute that was set after the creation
 * is sure to be there after {@code force(true)} of the file, or after the sync of the directory if
 * it is one. Until then the last changes, or all, may be lost.
 *
 * <p>A crash in the middle of an operation leaves nothing else than one just before it or just
 * after it may leave: part of a write is what is left of an unsynced write.
 *
 * <p><b>Not modelled:</b> disks that lie about a flush, bit rot, a sector of which only a part was
 * written, foreign data in place of zeros, broken structures of the file system itself, writes to
 * mapped memory.
 *
 * <p><b>Sources.</b> T. S. Pillai et al., <i>All File Systems Are Not Created Equal: On the
 * Complexity of Crafting Crash-Consistent Applications</i>, OSDI 2014: persistence properties of
 * six file systems, what is torn and reordered where. J. Mohan et al., <i>Finding Crash-Consistency
 * Bugs with Bounded Black-Box Crash Testing</i> (CrashMonkey and ACE), OSDI 2018: short sequences
 * of operations find nearly all bugs. SQLite, <i>Atomic Commit In SQLite</i>, sections 2 and 9:
 * sectors, sizes that grow before data, directory syncs.
 *
 * @param sectorBytes what the disk writes whole
 * @param pageBytes what the file system writes in one piece; a multiple of {@code sectorBytes}
 * @param sizeGrowsWithoutData false: a file never shows bytes that nobody wrote (ext4 with {@code
 *     data=ordered})
 * @param entryOrder the order of changes of names
 * @param renameIsAtomic also between two directories
 * @param fileSyncPersistsName a sync of a file makes its latest name durable, and with it all that
 *     comes before that in the {@code entryOrder} (ext4, xfs, btrfs; no standard promises it)
 */
public record PersistenceModel(
    int sectorBytes,
    int pageBytes,
    boolean sizeGrowsWithoutData,
    EntryOrder entryOrder,
    boolean renameIsAtomic,
    boolean fileSyncPersistsName) {

  private static final int SECTOR_BYTES = 512;
  private static final int PAGE_BYTES = 4096;

  /** A model. */
  public PersistenceModel {
    if (sectorBytes <= 0 || pageBytes < sectorBytes || pageBytes % sectorBytes != 0) {
      throw new IllegalArgumentException(
          "a page of %d bytes is not made of sectors of %d".formatted(pageBytes, sectorBytes));
    }
  }

  /**
   * What POSIX and common sense leave open: code that passes is right on every file system that
   * renames atomically. Sectors of 512 bytes, pages of 4096.
   */
  public static PersistenceModel strict() {
    return new PersistenceModel(
        SECTOR_BYTES, PAGE_BYTES, true, EntryOrder.BY_DIRECTORY, true, false);
  }

  /** What a file system with one journal of metadata does today, such as ext4 or xfs. */
  public static PersistenceModel journaled() {
    return new PersistenceModel(SECTOR_BYTES, PAGE_BYTES, true, EntryOrder.JOURNAL, true, true);
  }

  /** This model with other sizes. */
  public PersistenceModel withSizes(int newSectorBytes, int newPageBytes) {
    return new PersistenceModel(
        newSectorBytes,
        newPageBytes,
        sizeGrowsWithoutData,
        entryOrder,
        renameIsAtomic,
        fileSyncPersistsName);
  }

  /** This model with or without sizes that grow before the data. */
  public PersistenceModel withSizeGrowsWithoutData(boolean may) {
    return new PersistenceModel(
        sectorBytes, pageBytes, may, entryOrder, renameIsAtomic, fileSyncPersistsName);
  }

  /** This model with another order of names. */
  public PersistenceModel withEntryOrder(EntryOrder order) {
    return new PersistenceModel(
        sectorBytes, pageBytes, sizeGrowsWithoutData, order, renameIsAtomic, fileSyncPersistsName);
  }

  /** This model with or without atomic renames between directories. */
  public PersistenceModel withRenameIsAtomic(boolean atomic) {
    return new PersistenceModel(
        sectorBytes, pageBytes, sizeGrowsWithoutData, entryOrder, atomic, fileSyncPersistsName);
  }

  /** This model with or without names that a sync of the file makes durable. */
  public PersistenceModel withFileSyncPersistsName(boolean persists) {
    return new PersistenceModel(
        sectorBytes, pageBytes, sizeGrowsWithoutData, entryOrder, renameIsAtomic, persists);
  }
}
