/**
 * A crash simulator: does what a program wrote survive a crash at any moment?
 *
 * <p>It records what code does to a directory, builds every state that a crash at any point of the
 * recording may legally leave on the disk under a {@link
 * dev.holdfast.testkit.crash.PersistenceModel}, makes each a real directory, lets the code recover
 * it, and hands it to a check. Crashes during the recovery are tried, too. A test looks like this:
 *
 * {@snippet :
 * Recording recording =
 *     CrashSimulator.of(PersistenceModel.strict())
 *         .startingWith(root -> Files.writeString(root.resolve("a"), "old"))
 *         .run(
 *             (root, marks) -> {
 *               writer.write(root.resolve("a"), "new, longer".getBytes(UTF_8));
 *               marks.reached("acknowledged");
 *             });
 *
 * recording
 *     .crashes()
 *     .recoveredBy(root -> writer.recover(root)) // if there is something to recover
 *     .check(
 *         state -> {
 *           String content = Files.readString(state.root().resolve("a"));
 *           if (state.reached("acknowledged")) {
 *             assertThat(content).isEqualTo("new, longer");
 *           } else {
 *             assertThat(content).isIn("old", "new, longer");
 *           }
 *         });
 * }
 *
 * <p>With a writer that syncs its temporary file, renames it, and does not sync the directory, the
 * check fails and says why:
 *
 * <pre>
 * a crash may leave a state that fails the check: expected: "new, longer" but was: "old"
 *   crash 5.1: create .a.tmp | write .a.tmp [0,11) | sync .a.tmp | rename .a.tmp -&gt; a | mark acknowledged | CRASH; lost: entry of a in /
 *   marks reached: [acknowledged]
 *   left on the disk, before recovery:
 *     .a.tmp  11 bytes "new, longer"  rw-r--r--
 *     a  3 bytes "old"  rw-r--r--
 *   again: crashes().only("5.1") with -Dholdfast.seed=42
 * </pre>
 *
 * <p>Short workloads find the most: all states of a few operations are tried in a second, those of
 * hundreds can only be sampled. Many sequences of two or three operations are better than one long
 * one.
 */
@NullMarked
package dev.holdfast.testkit.crash;

import org.jspecify.annotations.NullMarked;
