package io.zeroflow.runtime.follow;

import io.zeroflow.optim.random.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which items of a stream of unknown length are kept, so many at most, each with the same chance
 * (Vitter's algorithm R, ACM TOMS 1985). The choice is a function of the items that came before, so
 * whoever reads the same stream keeps the same items. Equal items count once while one is kept.
 */
final class Reservoir {

  private static final long SEED = 0x5EED;

  private final int size;
  private final List<Long> kept = new ArrayList<>();
  private final Set<Long> present = new HashSet<>();
  private long seen;

  Reservoir(int size) {
    this.size = size;
  }

  /**
   * Offers an item.
   *
   * @param fingerprint by which equal items are told
   * @return the place that it takes, from 0, perhaps another's; nothing if it is not kept
   */
  OptionalInt offer(long fingerprint) {
    if (present.contains(fingerprint)) {
      return OptionalInt.empty();
    }
    seen++;
    if (kept.size() < size) {
      kept.add(fingerprint);
      present.add(fingerprint);
      return OptionalInt.of(kept.size() - 1);
    }
    long place = Math.floorMod(Seeds.child(SEED, seen), seen);
    if (place >= size) {
      return OptionalInt.empty();
    }
    present.remove(kept.set((int) place, fingerprint));
    present.add(fingerprint);
    return OptionalInt.of((int) place);
  }
}
