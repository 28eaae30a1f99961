package dev.holdfast.internal.os;

/** Numbers of kinds of file systems: {@code f_type} of {@code statfs(2)}. */
final class FileSystemType {

  /** Also ext2 and ext3. */
  static final long EXT4 = 0xEF53;

  static final long XFS = 0x58465342;
  static final long BTRFS = 0x9123683EL;
  static final long TMPFS = 0x01021994;
  static final long F2FS = 0xF2F52010L;

  private FileSystemType() {}
}
