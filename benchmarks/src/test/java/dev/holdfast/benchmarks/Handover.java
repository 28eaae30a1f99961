package dev.holdfast.benchmarks;

/**
 * One side of a ping-pong in which every release hands a lock to a process that waits for it.
 *
 * <p>Three locks go round. Turn {@code k} hands lock {@code k mod 3} over, from side 0 in even
 * turns and from side 1 in odd ones. The giver of a turn holds two locks, releases the older one,
 * and waits for the lock that the other side holds and will give in the next turn. So nobody ever
 * asks again for what it has just released, and no order of waiting is taken for granted.
 */
final class Handover {

  private static final int LOCKS = 3;

  private final Peer peer;
  private final int side;
  private final AutoCloseable[] held = new AutoCloseable[LOCKS];

  private Handover(Peer peer, int side) {
    this.peer = peer;
    this.side = side;
  }

  /** Takes what a side holds at the start: side 0 locks 0 and 2, side 1 lock 1. */
  static Handover prepare(Peer peer, int side) throws Exception {
    Handover handover = new Handover(peer, side);
    for (int lock = side; lock < LOCKS; lock += 2) {
      handover.held[lock] = peer.acquire(name(lock));
    }
    return handover;
  }

  /** Plays; answers for each turn {@code released} of the giver or {@code asked,granted}. */
  String run(int turns) throws Exception {
    long[] first = new long[turns];
    long[] granted = new long[turns];
    for (int turn = 0; turn < turns; turn++) {
      int lock = turn % LOCKS;
      first[turn] = System.nanoTime();
      if (turn % 2 == side) {
        held[lock].close();
        held[lock] = null;
      } else {
        held[lock] = peer.acquire(name(lock));
        granted[turn] = System.nanoTime();
      }
    }
    for (AutoCloseable lock : held) {
      if (lock != null) {
        lock.close();
      }
    }
    StringBuilder answer = new StringBuilder();
    for (int turn = 0; turn < turns; turn++) {
      answer.append(turn == 0 ? "" : " ").append(first[turn]);
      if (turn % 2 != side) {
        answer.append(',').append(granted[turn]);
      }
    }
    return answer.toString();
  }

  private static String name(int lock) {
    return "handover-" + lock;
  }
}
