/*
 * Decision 0006: a process keeps the kernel lock of a resource that it has released until somebody
 * wants it. One resource K; the words of its bucket and its two bytes. The numbers in the comments
 * are the steps of the decision.
 *
 * The kernel: a byte is locked exclusively by one process, or shared by some. Locks of a process
 * that dies are gone; what it wrote into the mapped file stays. A process may stand still between
 * any two steps, which is what Spin does anyway, and may die between any two steps, DEATHS times in
 * all.
 *
 * Claims: no exclusive holder beside another holder (the assertions at HAD), and no state in which
 * all are stuck (Spin's invalid end states).
 *
 * Planted errors, each to be found, one at a time: -DNO_LOOK_AFTER_MAIN -DNO_SECOND_LOOK
 * -DRETAKEN_BY_STORE -DSPARE_IGNORED_BY_MAIN -DREADER_CLEARS_TAKEN -DDEAD_NOT_CLEARED
 * -DTAKEN_FROM_HELD. And ways that must be reachable, or the claims say nothing: -DREACH_SPARE
 * -DREACH_BOTH -DREACH_RETAKEN -DREACH_CLEARED.
 */

#ifndef PROCESSES
#define PROCESSES 3
#endif
#ifndef DEATHS
#define DEATHS 1
#endif

#define NONE 255
#define BIT (1 << me)

/* The states of the word 'bias'. */
#define ZERO 0
#define IDLE 1
#define HELD 2
#define TAKEN 3

/* Kernel locks: the exclusive owner, and the set of shared owners. */
byte mainOwner = NONE;
byte mainShared = 0;
byte spareOwner = NONE;
byte spareShared = 0;

/* The mapped file. */
byte biasState = ZERO;
byte biasOwner = 0;

/* What the holders believe. */
byte writers = 0;
byte readers = 0;

byte deaths = DEATHS;

#define FREE_FOR(owner, shared) \
  ((owner == NONE || owner == me) && (!exclusive || (shared & ~BIT) == 0))

inline lock(owner, shared, got) {
  d_step {
    got = FREE_FOR(owner, shared);
    if
    :: got && exclusive -> owner = me; shared = shared & ~BIT
    :: got && !exclusive -> shared = shared | BIT
    :: else
    fi
  }
}

inline unlock(owner, shared) {
  d_step {
    if
    :: owner == me -> owner = NONE
    :: else
    fi;
    shared = shared & ~BIT
  }
}

/* Compare-and-set of the whole word. */
inline cas(fromState, fromOwner, toState, toOwner, done) {
  d_step {
    done = (biasState == fromState && (fromState == ZERO || biasOwner == fromOwner));
    if
    :: done -> biasState = toState; biasOwner = toOwner
    :: else
    fi
  }
}

inline look() {
  d_step { state = biasState; owner = biasOwner }
}

/* What is of no use any more, so that states that differ in it only are the same. */
#define FORGET atomic { exclusive = false; got = false; done = false; state = ZERO; owner = 0 }

#define MAY_DIE if :: d_step { deaths > 0 -> deaths-- }; goto dead :: true fi

proctype process(byte me) {
  bool exclusive, got, done, idle, byMain, bySpare, counted;
  byte state, owner;

begin:
  FORGET;
  if
  :: exclusive = true
  :: exclusive = false
  :: idle -> /* 0006, last consequence: an idle process gives the lock back after a while */
    cas(IDLE, me, ZERO, 0, done);
    MAY_DIE;
    idle = false;
    unlock(mainOwner, mainShared);
    goto begin
  fi;

  if
  :: idle && exclusive -> /* take again: IDLE to HELD, unless the right was taken away */
#ifdef RETAKEN_BY_STORE
    d_step { biasState = HELD; biasOwner = me; done = true };
#else
    cas(IDLE, me, HELD, me, done);
#endif
    idle = false;
    if
    :: done ->
#ifdef REACH_RETAKEN
      assert(false);
#endif
      byMain = true;
      goto had
    :: else -> unlock(mainOwner, mainShared)
    fi
  :: idle && !exclusive ->
    cas(IDLE, me, ZERO, 0, done);
    idle = false;
    unlock(mainOwner, mainShared)
  :: else
  fi;

take:
  atomic { got = false; done = false; state = ZERO; owner = 0 };
  /* 1. Lock main in mode m. */
  lock(mainOwner, mainShared, got);
  MAY_DIE;
  if
  :: got ->
    /* 2. Read the bias; what is not TAKEN is of a dead process. */
#ifdef NO_LOOK_AFTER_MAIN
    byMain = true;
    goto had;
#endif
    look();
    do
    :: state == IDLE || state == HELD ->
#ifdef DEAD_NOT_CLEARED
      state = ZERO
#else
#ifdef REACH_CLEARED
      assert(false);
#endif
      cas(state, owner, ZERO, 0, done);
      MAY_DIE;
      look()
#endif
    :: else -> break
    od;
    if
    :: state == ZERO -> byMain = true; goto had
    :: else -> /* TAKEN: the spare byte decides */
#ifdef SPARE_IGNORED_BY_MAIN
      got = true;
#else
      lock(spareOwner, spareShared, got);
#endif
      MAY_DIE;
      if
      :: !got -> unlock(mainOwner, mainShared); goto begin
#ifdef READER_CLEARS_TAKEN
      :: got ->
#else
      :: got && exclusive ->
#endif
        d_step { biasState = ZERO; biasOwner = 0 };
        MAY_DIE;
        unlock(spareOwner, spareShared);
        byMain = true;
        goto had
#ifndef READER_CLEARS_TAKEN
      :: got && !exclusive ->
#ifdef REACH_BOTH
        assert(false);
#endif
        byMain = true;
        bySpare = true;
        goto had
#endif
      fi
    fi
  :: else ->
    /* 3. Main is locked: perhaps by an idle process, whose right can be taken away. */
    look();
    if
    :: state == IDLE -> cas(IDLE, owner, TAKEN, owner, done); MAY_DIE; look()
#ifdef TAKEN_FROM_HELD
    :: state == HELD -> cas(HELD, owner, TAKEN, owner, done); MAY_DIE; look()
#endif
    :: else
    fi;
    if
    :: state != TAKEN -> goto begin /* give up */
    :: else
    fi;
    lock(spareOwner, spareShared, got);
    MAY_DIE;
    if
    :: !got -> goto begin
    :: else
    fi;
#ifndef NO_SECOND_LOOK
    look();
#endif
    if
    :: state == TAKEN ->
#ifdef REACH_SPARE
      assert(false);
#endif
      bySpare = true;
      goto had
    :: else -> unlock(spareOwner, spareShared); goto take
    fi
  fi;

had:
  atomic {
    assert(writers == 0);
    assert(!exclusive || readers == 0);
    if
    :: exclusive -> writers++
    :: else -> readers++
    fi;
    counted = true;
    got = false; done = false; state = ZERO; owner = 0
  }
  MAY_DIE;

  /* Release. What was done under the lock ends before the first step. */
  d_step {
    if
    :: exclusive -> writers--
    :: else -> readers--
    fi;
    counted = false
  }
  if
  :: exclusive && byMain && !bySpare -> /* perhaps nobody waits: keep the kernel lock */
    cas(ZERO, 0, HELD, me, done);
    MAY_DIE;
    look();
    if
    :: state == HELD && owner == me ->
      d_step { biasState = IDLE; biasOwner = me; idle = true };
      MAY_DIE
    :: else -> unlock(mainOwner, mainShared)
    fi
  :: exclusive && byMain && !bySpare -> /* somebody waits: HELD, if it was that, to 0 */
    cas(HELD, me, ZERO, 0, done);
    MAY_DIE;
    unlock(mainOwner, mainShared)
  :: else ->
    if
    :: bySpare -> unlock(spareOwner, spareShared)
    :: else
    fi;
    MAY_DIE;
    if
    :: byMain -> unlock(mainOwner, mainShared)
    :: else
    fi
  fi;
  byMain = false;
  bySpare = false;
  goto begin;

dead:
  atomic {
    unlock(mainOwner, mainShared);
    unlock(spareOwner, spareShared);
    if
    :: counted && exclusive -> writers--
    :: counted && !exclusive -> readers--
    :: else
    fi;
    counted = false; idle = false; byMain = false; bySpare = false; got = false; done = false
  }
  goto begin /* started again, in the same slot */
}

init {
  byte i;
  atomic {
    for (i : 0 .. PROCESSES - 1) {
      run process(i)
    }
  }
}
