package dev.holdfast.testkit.crash;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a crash may leave.
 *
 * @param lost what of the recording is not in it
 */
record PossibleState(DiskImage image, List<Loss> lost) {

  List<String> lostTexts() {
    return lost.stream().map(Loss::text).collect(Collectors.toList());
  }
}
