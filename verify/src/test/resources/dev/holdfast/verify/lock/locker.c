/* Locks a resource of a Holdfast lock directory exclusively, with nothing but fcntl(2).
 *
 *   locker FILE KEY try    ends with 75 if the resource is locked
 *   locker FILE KEY hold   waits for it, prints "locked", and holds it until its input ends
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int lock_byte(int fd, int command, long long at) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = at, .l_len = 1};
  int result;
  do {
    result = fcntl(fd, command, &lock);
  } while (result < 0 && errno == EINTR);
  return result;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    return 64;
  }
  int fd = open(argv[1], O_RDWR | O_CLOEXEC);
  if (fd < 0) {
    perror(argv[1]);
    return 66;
  }
  long long main_byte = (1LL << 62) + strtoll(argv[2], NULL, 10);
  long long spare_byte = main_byte + (1LL << 61);
  int command = strcmp(argv[3], "try") == 0 ? F_OFD_SETLK : F_OFD_SETLKW;
  /* First main, then spare: with both nobody else can hold the resource. */
  if (lock_byte(fd, command, main_byte) < 0 || lock_byte(fd, command, spare_byte) < 0) {
    return errno == EAGAIN || errno == EACCES ? 75 : 71;
  }
  puts("locked");
  fflush(stdout);
  if (command == F_OFD_SETLKW) {
    char byte;
    while (read(0, &byte, 1) > 0) {
    }
  }
  return 0;
}
