/**
 * Judges locks from outside: each process logs its critical sections ({@link
 * dev.holdfast.testkit.referee.SectionLog}), and when all is over {@link
 * dev.holdfast.testkit.referee.Referee} finds overlaps and fencing tokens that go back, and {@link
 * dev.holdfast.testkit.referee.WaitReferee} lost wake-ups and waiters that were overtaken.
 *
 * {@snippet :
 * long section = log.enter("x", true, handle.token());   // as soon as the lock is held
 * log.leave(section);                                     // just before it is released
 * assertThat(Referee.violations(SectionLog.read(file, OptionalLong.empty()))).isEmpty();
 * }
 */
@NullMarked
package dev.holdfast.testkit.referee;

import org.jspecify.annotations.NullMarked;
