package io.zeroflow.runtime.drift;

import io.zeroflow.journal.FoundTasks;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.method.Samples;
import io.zeroflow.runtime.settings.TaskFreeSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasks of a stream that names none. Two tests look at every sample before its task has
 * learned of it: {@link Adwin} at how much its frozen feature is like its class in the running
 * task, and {@link PageHinkley} at the loss of a classifier by the running task's class means. An
 * alarm of either has the samples since the change compared with every task found so far, the
 * running one among them: the task that they fit best goes on or comes again; if they fit none,
 * another begins.
 *
 * <p>All that it knows is made of the samples of the running task and of the journal, so that a
 * learner that comes back, and is shown those samples again, finds the same tasks.
 */
public final class TaskFinder {

  /** Samples since a change that are compared with tasks, at most. */
  private static final int WINDOW = 64;

  /** As many must have come since a change before they are compared. */
  private static final int RIPE = 32;

  /** A fit of samples since an alarm that makes it a false one. */
  private static final double WELL = 0.95;

  /** Samples after which a change that did not grow into another task is the task's new normal. */
  private static final int PATIENCE = 512;

  /** Errors are 0 or 1, and rare: two in a row are no alarm. */
  private static final double LEAST_DEVIATION = 0.25;

  private static final String PREFIX = "found-";

  private final TaskFreeSettings settings;
  private final int maxTasks;
  private final Adwin similarity;
  private final PageHinkley loss = new PageHinkley(LEAST_DEVIATION);
  private final Deque<Seen> recent = new ArrayDeque<>();
  private ClassMeans means = new ClassMeans();
  private @Nullable String running;
  private @Nullable Alarm alarm;
  private boolean first;

  /** A sample: its class and its frozen feature, scaled to length 1. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Seen(String label, float[] unit) {}

  /**
   * The task of a batch.
   *
   * @param evidence why it begins or comes again; empty if it goes on
   */
  public record Found(String task, String evidence) {}

  private record Alarm(long since, String words) {

    Alarm later() {
      return new Alarm(since + 1, words);
    }
  }

  private record Fit(String task, double fit) {}

  /**
   * @param maxTasks after which samples that fit none stay with the one that they fit best
   */
  public TaskFinder(TaskFreeSettings settings, int maxTasks) {
    this.settings = settings;
    this.maxTasks = maxTasks;
    this.similarity = new Adwin(settings.falseAlarm());
  }

  /** The task that a batch without a task's name belongs to. */
  public Found find(Replica replica, Samples batch) {
    List<Seen> seen = seen(batch);
    if (!replica.found().contains(replica.task())) {
      running = null;
      return moveTo(replica, decide(replica, seen), "the stream names no task", seen);
    }
    String task = goOn(replica);
    Alarm ripe = look(seen);
    Fit fit = ripe == null ? new Fit(task, 1) : decide(replica, window(ripe));
    return ripe == null || task.equals(fit.task())
        ? new Found(task, "")
        : moveTo(replica, fit, ripe.words(), seen);
  }

  /** Takes in samples of the running task that were learned before a restart. */
  public void remember(Replica replica, Samples batch) {
    if (replica.found().contains(replica.task())) {
      goOn(replica);
      var unused = look(seen(batch)); // an alarm that came to nothing
    }
  }

  /** Whatever else has begun in between. */
  private String goOn(Replica replica) {
    String task = String.valueOf(replica.task());
    if (!task.equals(running)) {
      begin(replica.found(), task);
    }
    return task;
  }

  private void begin(FoundTasks found, String task) {
    running = task;
    means = ClassMeans.of(found.means().getOrDefault(task, List.of()));
    first = true;
    startOver();
    recent.clear();
  }

  private void startOver() {
    similarity.reset();
    loss.reset();
    alarm = null;
  }

  /**
   * Shows a batch to the tests, and adds it to what the task looks like, but for samples after a
   * change. A task's first batch may be mixed, and there is nothing before it.
   *
   * @return an alarm since which enough samples have come
   */
  private @Nullable Alarm look(List<Seen> seen) {
    seen.forEach(this::push);
    for (Seen one : first ? List.<Seen>of() : seen) {
      alarm = alarm == null ? test(one) : alarm.later();
    }
    first = false;
    Alarm now = alarm;
    if (now == null) {
      seen.forEach(one -> means.add(one.label(), one.unit()));
      return null;
    }
    if (now.since() < RIPE) {
      return null;
    }
    if (fit(means, window(now)) > WELL || now.since() > PATIENCE) { // it was nothing, or is normal
      startOver();
      return null;
    }
    return now;
  }

  /** The samples since a change. */
  private List<Seen> window(Alarm alarm) {
    List<Seen> window = new ArrayList<>(recent);
    return window.subList((int) Math.max(0, window.size() - alarm.since()), window.size());
  }

  private @Nullable Alarm test(Seen one) {
    double fall = similarity.add(means.similarity(one.label(), one.unit()));
    if (fall > 0) {
      String words = "likeness to the task fell by %.2f of %.2f";
      return new Alarm(
          similarity.sinceChange(), String.format(Locale.ROOT, words, fall, means.expected()));
    }
    return loss.add(one.label().equals(means.nearest(one.unit())) ? 0 : 1)
        ? new Alarm(loss.sinceRise(), "the loss on frozen features rose for good")
        : null;
  }

  private void push(Seen one) {
    recent.addLast(one);
    if (recent.size() > WINDOW) {
      recent.removeFirst();
    }
  }

  /** The best fitting task, or a new one if none fits and there is room. */
  private Fit decide(Replica replica, List<Seen> window) {
    Fit best = new Fit("", 0);
    for (var task : replica.found().means().entrySet()) {
      boolean itself = task.getKey().equals(running);
      double fit = fit(itself ? means : ClassMeans.of(task.getValue()), window);
      if (fit > best.fit()) {
        best = new Fit(task.getKey(), fit);
      }
    }
    if (best.fit() >= settings.fit()) {
      return best;
    }
    boolean room = replica.tasks().size() < maxTasks || replica.found().means().isEmpty();
    String other = running == null ? name(replica) : running;
    return room ? new Fit(name(replica), 0) : best.task().isEmpty() ? new Fit(other, 0) : best;
  }

  /** How much samples are like a task, where 1 is as much as its own. */
  private static double fit(ClassMeans task, List<Seen> window) {
    if (task.isEmpty()) {
      return 0;
    }
    double sum = 0;
    for (Seen one : window) {
      sum += task.similarity(one.label(), one.unit());
    }
    return sum / window.size() / task.expected();
  }

  private Found moveTo(Replica replica, Fit fit, String why, List<Seen> seen) {
    boolean again = replica.found().contains(fit.task());
    begin(replica.found(), fit.task());
    look(seen);
    String what =
        again ? "known by a fit of %.2f".formatted(fit.fit()) : "like none of those found before";
    return new Found(fit.task(), String.format(Locale.ROOT, "%s; %s", why, what));
  }

  private static String name(Replica replica) {
    int number = replica.found().means().size() + 1;
    while (replica.tasks().contains(PREFIX + number)) { // a producer may use the same names
      number++;
    }
    return PREFIX + number;
  }

  private static List<Seen> seen(Samples batch) {
    List<Seen> seen = new ArrayList<>(batch.labels().size());
    for (int i = 0; i < batch.labels().size(); i++) {
      seen.add(new Seen(batch.labels().get(i), unit(batch.encoded().get(i).pooled())));
    }
    return seen;
  }

  private static float[] unit(float[] feature) {
    double square = 0;
    for (float value : feature) {
      square += (double) value * value;
    }
    float norm = (float) Math.max(Math.sqrt(square), 1e-12);
    float[] unit = new float[feature.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = feature[i] / norm;
    }
    return unit;
  }
}
