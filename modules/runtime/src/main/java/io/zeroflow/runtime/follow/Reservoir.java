package io.zeroflow.runtime.follow;

import io.zeroflow.optim.random.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which items of a stream of unknown length are kept, so many at most, each with the same chance
 * (Vitter's algorithm R, ACM TOMS 1985). The choice is a function of the items that came before, so
 * whoever reads the same stream keeps the same items. Equal items count once while one is kept.
 */
final class Reservoir {

  private static final long SEED = 0x5EED;

  private int size;
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

  /**
   * Keeps fewer from here on, each that is kept now with the same chance.
   *
   * @param smaller at least 1
   * @return the places that stay, in their order; what they held moves up
   */
  List<Integer> shrink(int smaller) {
    size = Math.min(size, smaller);
    // Places alone would not do: the first items took the first ones.
    List<Integer> stay =
        IntStream.range(0, kept.size())
            .boxed()
            .sorted(Comparator.comparing(place -> Seeds.child(SEED, kept.get(place))))
            .limit(size)
            .sorted()
            .toList();
    List<Long> staying = stay.stream().map(kept::get).toList();
    kept.clear();
    kept.addAll(staying);
    present.retainAll(staying);
    return stay;
  }
}
