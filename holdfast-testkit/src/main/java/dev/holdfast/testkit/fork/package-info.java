/**
 * Main classes in processes of their own, with which a test talks line by line, and which it may
 * kill ({@code SIGKILL}), stop and let go on ({@code SIGSTOP}, {@code SIGCONT}).
 *
 * {@snippet :
 * try (ForkedJvm worker = ForkedJvm.of(Worker.class).arguments(directory).start()) {
 *   worker.await("ready");     // what Worker said with Parent.say("ready")
 *   worker.send("acquire x");  // what Worker gets in Parent.obey(words -> ...)
 *   worker.await("granted");
 *   worker.kill();
 * }
 * }
 */
@NullMarked
package dev.holdfast.testkit.fork;

import org.jspecify.annotations.NullMarked;
