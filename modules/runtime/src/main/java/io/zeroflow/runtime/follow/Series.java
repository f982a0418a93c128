package io.zeroflow.runtime.follow;

import java.util.ArrayList;
import java.util.List;

/**
 * A history that stays small however long it runs: when it is full, every second point is dropped
 * and from then on only every second new one is kept, and so on. Not safe for concurrent use.
 */
final class Series<T> {

  private final int limit;
  private final List<T> points = new ArrayList<>();
  private long seen;
  private int stride = 1;

  Series(int limit) {
    this.limit = limit;
  }

  void add(T point) {
    if (seen++ % stride != 0) {
      return;
    }
    points.add(point);
    if (points.size() > limit) {
      for (int i = points.size() - 1; i > 0; i -= 2) {
        points.remove(i % 2 == 0 ? i - 1 : i);
      }
      stride *= 2;
    }
  }

  List<T> points() {
    return List.copyOf(points);
  }
}
