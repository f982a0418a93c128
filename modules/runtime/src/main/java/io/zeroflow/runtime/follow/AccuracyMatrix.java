package io.zeroflow.runtime.follow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * a[k][j]: accuracy on the held-out samples of task j after task k, with the head over all classes
 * seen by then; and the measures made of it. Not safe for concurrent use.
 */
public final class AccuracyMatrix {

  /** Right answers out of so many. */
  public record Score(int correct, int total) {

    /** Share of right answers; 0 where nothing was measured. */
    public double ratio() {
      return total == 0 ? 0 : (double) correct / total;
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

  /** Avg: mean over k of the accuracy on all classes seen after task k; 0 before the first end. */
  public double average() {
    return rows.stream().mapToDouble(AccuracyMatrix::overall).average().orElse(0);
  }

  /** Last: accuracy on all classes after the last ended task; 0 before the first end. */
  public double last() {
    return rows.isEmpty() ? 0 : overall(rows.getLast());
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
  public double forgetting() {
    return mean(forgetting(past()));
  }

  /** Best accuracy so far, now included, minus {@code now}, of every task that has ended. */
  public Map<String, Double> forgetting(Map<String, Score> now) {
    Map<String, Double> forgetting = new LinkedHashMap<>();
    now.forEach(
        (task, score) -> {
          if (ended.contains(task)) {
            double best =
                rows.stream()
                    .filter(row -> row.containsKey(task))
                    .mapToDouble(row -> row.getOrDefault(task, score).ratio())
                    .max()
                    .orElse(0);
            forgetting.put(task, Math.max(0, best - score.ratio()));
          }
        });
    return forgetting;
  }

  /**
   * BWT, the backward transfer of Lopez-Paz and Ranzato (2017): mean over ended tasks of accuracy
   * now minus accuracy right after the task; below 0 where a model forgets.
   */
  public double backwardTransfer(Map<String, Score> now) {
    Map<String, Double> transfer = new LinkedHashMap<>();
    now.forEach(
        (task, score) -> {
          int k = ended.lastIndexOf(task);
          if (k >= 0) {
            transfer.put(task, score.ratio() - rows.get(k).getOrDefault(task, score).ratio());
          }
        });
    return mean(transfer);
  }

  /** Accuracy over all tasks together. */
  public static double overall(Map<String, Score> scores) {
    int correct = scores.values().stream().mapToInt(Score::correct).sum();
    int total = scores.values().stream().mapToInt(Score::total).sum();
    return new Score(correct, total).ratio();
  }

  /** Mean over tasks; 0 of none. */
  public static double mean(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
