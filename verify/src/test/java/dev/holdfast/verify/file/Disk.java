package dev.holdfast.verify.file;

import dev.holdfast.verify.host.MountedDisk;
import java.io.IOException;
import java.nio.file.Path;

/** Kinds of small disks. Where the host lacks one, the test that mounts it is skipped. */
enum Disk {
  MEMORY {
    @Override
    MountedDisk mountIn(Path parent) throws IOException {
      return MountedDisk.memory(parent, 1024, 100);
    }
  },
  EXT4 {
    @Override
    MountedDisk mountIn(Path parent) throws IOException {
      return MountedDisk.ext4(parent, 64);
    }
  },
  XFS {
    @Override
    MountedDisk mountIn(Path parent) throws IOException {
      return MountedDisk.xfs(parent);
    }
  },
  BTRFS {
    @Override
    MountedDisk mountIn(Path parent) throws IOException {
      return MountedDisk.btrfs(parent, 64);
    }
  };

  abstract MountedDisk mountIn(Path parent) throws IOException;
}
