package dev.holdfast.personas.archive;

import static dev.holdfast.personas.archive.Archives.backup;
import static dev.holdfast.personas.archive.Archives.read;
import static dev.holdfast.personas.archive.Archives.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.FuzzTime;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives changed at random: each is refused as people can understand it, or gives only what was
 * put in.
 */
class ArchiveFuzzTest {

  private static final long[] NASTY = {
    0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL
  };

  @TempDir private Path directory;

  @Test
  void aChangedArchive_isRefusedOrGivesWhatWasPutIn() throws Exception {
    Map<String, String> files = new TreeMap<>();
    Map<String, byte[]> contents = new TreeMap<>();
    HandZip plain = new HandZip();
    for (int i = 0; i < 5; i++) {
      String content = "persona %d ".formatted(i).repeat(i * 20 + 1);
      files.put("persona-%d.md".formatted(i), content);
      contents.put("persona-%d.md".formatted(i), text(content));
      plain.add("persona-%d.md".formatted(i), text(content));
    }
    List<byte[]> originals = List.of(backup(contents), plain.build());
    int[] accepted = new int[1];

    FuzzTime.spend(
        "ArchiveFuzzTest",
        seed -> {
          Random random = new Random(seed);
          int which = random.nextInt(2);
          byte[] changed = originals.get(which).clone();
          for (int i = random.nextInt(4); i >= 0; i--) {
            changed = change(changed, random);
          }
          accepted[0] += check(changed, which == 0, files) ? 1 : 0;
        });

    System.out.printf("ArchiveFuzzTest: %d accepted%n", accepted[0]);
  }

  private boolean check(byte[] changed, boolean isBackup, Map<String, String> files)
      throws Exception {
    Path path = Files.write(directory.resolve("fuzz.zip"), changed);
    List<Damage> damage = Archive.verify(path);
    try (Archive archive = Archive.open(path)) {
      Map<String, String> read = read(archive);
      // Without its manifest, what is in a backup is only Markdown; names have no checksum then.
      if (isBackup && archive.manifest().isPresent()) {
        assertThat(read).isEqualTo(files);
      } else {
        assertThat(files.values()).containsAll(read.values());
      }
      assertThat(damage).isEmpty();
      return true;
    } catch (PersonaException e) {
      assertThat(e.code()).isEqualTo(Code.INVALID_FILE);
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
      assertThat(damage).isNotEmpty();
      return false;
    }
  }

  private static byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(Math.max(1, bytes.length));
    if (bytes.length < 8) {
      return new byte[random.nextInt(64)];
    }
    // Half of the changes are where the structure is.
    if (random.nextBoolean()) {
      at = bytes.length - 1 - random.nextInt(Math.min(bytes.length, 700));
    }
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        long value = NASTY[random.nextInt(NASTY.length)];
        for (int i = 0; i < (random.nextBoolean() ? 2 : 4) && at + i < bytes.length; i++) {
          bytes[at + i] = (byte) (value >>> (8 * i));
        }
      }
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        int to = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(64, bytes.length - Math.max(at, to)) + 1);
        System.arraycopy(bytes.clone(), at, bytes, to, length);
      }
      default -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
        System.arraycopy(bytes, at, longer, at + longer.length - bytes.length, bytes.length - at);
        return longer;
      }
    }
    return bytes;
  }
}
