# The worker of Python filelock. The commands and answers are those of Worker.java.
import os
import sys
import time

from filelock import FileLock

directory = sys.argv[1]
now = time.monotonic_ns
held = {}


def lock(name):
    return FileLock(os.path.join(directory, name))


def cycle(name, count):
    warm = lock(name)
    start = now()
    for _ in range(int(count)):
        warm.acquire()
        warm.release()
    return now() - start


def distinct(prefix, first, count):
    start = now()
    for i in range(int(count)):
        with lock(prefix + str(int(first) + i)):
            pass
    return now() - start


def acquire(name):
    held[name] = lock(name)
    held[name].acquire()
    return now()


def release(name):
    before = now()
    held.pop(name).release()
    return before


def contend(name, start_at, millis, file):
    contended = lock(name)
    end = int(start_at) + int(millis) * 1_000_000
    count = total = longest = 0
    with open(file, "r+b", buffering=0) as counter:
        time.sleep(max(0, (int(start_at) - now()) / 1e9))
        before = now()
        while before < end:
            contended.acquire()
            waited = now() - before
            value = int.from_bytes(os.pread(counter.fileno(), 8, 0), "big")
            os.pwrite(counter.fileno(), (value + 1).to_bytes(8, "big"), 0)
            contended.release()
            count += 1
            total += waited
            longest = max(longest, waited)
            before = now()
    return f"{count} {total} {longest}"


def memory():
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


print("ready", flush=True)
for line in sys.stdin:
    command, *words = line.split()
    print("ok", globals()[command](*words), flush=True)
