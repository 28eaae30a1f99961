/*
 * Decision 0003: who unlocks rings for the first waiter, and a ring is not lost. One resource, its
 * word 'wanted', and a word of each process that waits. The re-check every ten milliseconds, which
 * is for holders that die, is left out on purpose: the bell must do without it. So are the order of
 * tickets, which is of fairness only, and waiters that give up.
 *
 * Claim: no state in which somebody sleeps and nobody will ever wake him (Spin's invalid end
 * states). Each process takes the lock as often as it likes and may end at any time, so that a
 * sleeper cannot count on the next one who comes by.
 *
 * Planted errors, each to be found, one at a time: -DWORD_READ_AFTER_ATTEMPT
 * -DWANTED_BEFORE_PUBLISHED -DCLEARED_BY_STORE -DRUNG_BEFORE_UNLOCKED.
 */

#ifndef PROCESSES
#define PROCESSES 3
#endif

#define NONE 255

byte owner = NONE;           /* the kernel lock */
bool published[PROCESSES];   /* the wishes in the table of records */

/* The word that a waiter sleeps on, a counter: has it grown since he read it? */
bool rung[PROCESSES];

/* The word 'wanted', a counter: is it odd, and who has looked at it since it grew last? */
bool odd;
bool unchangedFor[PROCESSES];

inline attempt() {
  d_step {
    got = (owner == NONE);
    if
    :: got -> owner = me
    :: else
    fi
  }
}

inline grow(toOdd) {
  d_step {
    odd = toOdd;
    for (other : 0 .. PROCESSES - 1) {
      unchangedFor[other] = false
    }
    other = 0
  }
}

/* Looks whether somebody waits, and rings for the first. */
inline ring() {
  d_step { seenOdd = odd; unchangedFor[me] = true }
  if
  :: seenOdd ->
    first = 0;
    do
    :: first < PROCESSES && !published[first] -> first++
    :: else -> break
    od;
    if
    :: first < PROCESSES -> rung[first] = true
    :: else -> /* nobody: cleared, if it is still the number that was seen */
#ifdef CLEARED_BY_STORE
      grow(false)
#else
      atomic {
        if
        :: unchangedFor[me] -> grow(false)
        :: else
        fi
      }
#endif
    fi
  :: else
  fi;
  d_step { first = 0; seenOdd = false; unchangedFor[me] = false }
}

inline publish() { published[me] = true }

/* To the next odd number. */
inline want() { grow(true) }

proctype process(byte me) {
  bool got;
  bool seenOdd;
  byte first, other;

  do
  :: true ->
    attempt();
    if
    :: got
    :: else ->
#ifdef WANTED_BEFORE_PUBLISHED
      want();
      publish();
#else
      publish();
      want();
#endif
      do
      :: true ->
#ifdef WORD_READ_AFTER_ATTEMPT
        attempt();
        rung[me] = false;
#else
        rung[me] = false;
        attempt();
#endif
        if
        :: got -> break
        :: else
        fi;
        rung[me] /* the futex: sleeps only while the word is the same */
      od;
      published[me] = false;
      rung[me] = false
    fi;

    /* It holds the lock. Then: */
    got = false;
#ifdef RUNG_BEFORE_UNLOCKED
    ring();
    owner = NONE
#else
    owner = NONE;
    ring()
#endif
  :: true -> break
  od
}

init {
  byte i;
  atomic {
    for (i : 0 .. PROCESSES - 1) {
      run process(i)
    }
  }
}
