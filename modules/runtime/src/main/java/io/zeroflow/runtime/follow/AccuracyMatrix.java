package io.zeroflow.runtime.follow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * a[k][j]: accuracy on the held-out samples of task j after task k, with the head over all classes
 * seen by then; and the measures made of it, null where nothing was measured that they could be
 * made of. Not safe for concurrent use.
 */
public final class AccuracyMatrix {

  /** Right answers out of so many, which are at least one: what was not measured has no score. */
  public record Score(int correct, int total) {
    public Score {
      if (total < 1) {
        throw new IllegalArgumentException("a score needs a sample, but there are " + total);
      }
    }

    /** Share of right answers. */
    public double ratio() {
      return (double) correct / total;
    }
  }

  private final List<Map<String, Score>> rows = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();

  /** Adds row k: every task's score after task {@code task} ended. */
  public void add(String task, Map<String, Score> scores) {
    ended.add(task);
    rows.add(new LinkedHashMap<>(scores));
  }

  /** Number of ended tasks. */
  public int size() {
    return rows.size();
  }

  /** Avg: mean over k of the accuracy on all classes seen after task k. */
  public @Nullable Double average() {
    return mean(rows.stream().map(AccuracyMatrix::overall).filter(Objects::nonNull).toList());
  }

  /** Last: accuracy on all classes after the last ended task. */
  public @Nullable Double last() {
    return rows.isEmpty() ? null : overall(rows.getLast());
  }

  /** The tasks before the one that ended last, as they were when it did. */
  public Map<String, Score> past() {
    if (rows.isEmpty()) {
      return Map.of();
    }
    Map<String, Score> past = new LinkedHashMap<>(rows.getLast());
    past.remove(ended.getLast());
    return past;
  }

  /** Fgt after the last ended task: that task itself does not count as past. */
  public @Nullable Double forgetting() {
    return mean(forgetting(past()).values());
  }

  /**
   * Best accuracy so far, now included, minus {@code now}, of every task that has ended and was
   * measured at some end before.
   */
  public Map<String, Double> forgetting(Map<String, Score> now) {
    Map<String, Double> forgetting = new LinkedHashMap<>();
    now.forEach(
        (task, score) -> {
          OptionalDouble best = best(task);
          if (ended.contains(task) && best.isPresent()) {
            forgetting.put(task, Math.max(0, best.getAsDouble() - score.ratio()));
          }
        });
    return forgetting;
  }

  private OptionalDouble best(String task) {
    return rows.stream()
        .map(row -> row.get(task))
        .filter(Objects::nonNull)
        .mapToDouble(Score::ratio)
        .max();
  }

  /**
   * BWT, the backward transfer of Lopez-Paz and Ranzato (2017): mean over ended tasks of accuracy
   * now minus accuracy right after the task; below 0 where a model forgets.
   */
  public @Nullable Double backwardTransfer(Map<String, Score> now) {
    List<Double> transfer = new ArrayList<>();
    now.forEach(
        (task, score) -> {
          int k = ended.lastIndexOf(task);
          Score then = k < 0 ? null : rows.get(k).get(task);
          if (then != null) {
            transfer.add(score.ratio() - then.ratio());
          }
        });
    return mean(transfer);
  }

  /** Accuracy over all tasks together. */
  public static @Nullable Double overall(Map<String, Score> scores) {
    int correct = scores.values().stream().mapToInt(Score::correct).sum();
    int total = scores.values().stream().mapToInt(Score::total).sum();
    return total == 0 ? null : (Double) new Score(correct, total).ratio();
  }

  /** Mean of what there is. */
  public static @Nullable Double mean(Collection<Double> values) {
    OptionalDouble mean = values.stream().mapToDouble(Double::doubleValue).average();
    return mean.isPresent() ? (Double) mean.getAsDouble() : null;
  }
}
