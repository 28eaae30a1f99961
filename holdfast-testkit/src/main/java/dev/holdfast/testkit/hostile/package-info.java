/**
 * Hostile file systems: errors of the nth call, full disks, short writes, missing features. Code
 * under test gets a {@code Path} and needs no seam for the test.
 *
 * {@snippet :
 * HostileFileSystem disk = HostileFileSystem.over(directory).failing(Call.FORCE_FILE, 1, "Input/output error");
 *
 * assertThatThrownBy(() -> writer.write(disk.root().resolve("a"), content)).isInstanceOf(IOException.class);
 * assertThat(directory.resolve("a")).hasContent("old");
 * }
 *
 * <p>To let each call fail in turn, run once without faults and ask {@link
 * dev.holdfast.testkit.hostile.HostileFileSystem#count} how many there are.
 *
 * <p>Over the root of a {@linkplain dev.holdfast.testkit.crash crash simulator}, {@link
 * dev.holdfast.testkit.hostile.HostileFileSystem#ignoring} shows whether a test would miss a sync:
 * with each one ignored in turn, the check must fail.
 */
@NullMarked
package dev.holdfast.testkit.hostile;

import org.jspecify.annotations.NullMarked;
