package io.zeroflow.journal;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Persistent;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.random.Seeds;
import io.zeroflow.optim.strategy.Strategy;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state that a prefix of the journal describes: θ, optimizer, strategy, head, frozen control,
 * task and source positions. Two replicas that applied the same records hold the same bits.
 *
 * <p>The learner's replica also {@link #measure measures}; what it measures becomes a record, and
 * only then, through {@link #apply}, a change of the weights. Confined to one thread at a time.
 */
public final class Replica implements Persistent {

  private final Head head = new Head();
  private final Map<String, HeadRow> frozen = new LinkedHashMap<>();
  private final Set<String> tasks = new LinkedHashSet<>();
  private final Positions positions = new Positions();
  private final LossTrend losses = new LossTrend();
  private final FoundTasks found = new FoundTasks();
  private final MethodState method;
  private Change.@Nullable ModelCreated model;
  private @Nullable Optimizer optimizer;
  private @Nullable Strategy strategy;
  private @Nullable Fork fork;
  private @Nullable String policy;
  private @Nullable Pause pause;
  private int strategyNumber;
  private @Nullable String task;
  private long epoch = -1;
  private long sequence = -1;
  private long step;
  private long stepsBeforeTask;
  private int restarts;

  /** An empty replica of a method that needs no state of its own. */
  public Replica() {
    this(MethodState.NONE);
  }

  /**
   * An empty replica.
   *
   * @param method the method's state as of an empty journal
   */
  public Replica(MethodState method) {
    this.method = method;
  }

  /** What the continual-learning method knows beside θ. */
  public MethodState method() {
    return method;
  }

  /** What the losses of the running task have been like. */
  public LossTrend losses() {
    return losses;
  }

  /** The tasks that the learner found by itself. */
  public FoundTasks found() {
    return found;
  }

  /** True once the first record has been applied. */
  public boolean created() {
    return model != null;
  }

  /** The first record. */
  public Change.ModelCreated model() {
    return present(model);
  }

  /** Current weights. Read by anyone on this replica's thread, changed by {@link #apply} only. */
  public Theta theta() {
    return present(optimizer).theta();
  }

  /** Strategy of the next step. */
  public Strategy strategy() {
    return present(strategy);
  }

  /** How many swaps there were: the number that the next step carries. */
  public int strategyNumber() {
    return strategyNumber;
  }

  /** The running task's second future; null while it has but one. */
  public @Nullable Fork fork() {
    return fork;
  }

  /** The policy that was chosen last while learning; null if none ever was. */
  public @Nullable String policy() {
    return policy;
  }

  /** Since when, and why, the learner takes no step; null while it does. */
  public @Nullable Pause pause() {
    return pause;
  }

  /** Task whose samples are arriving; null before the first and between tasks. */
  public @Nullable String task() {
    return task;
  }

  /** All tasks so far, the running one among them, in the order of their first start. */
  public Set<String> tasks() {
    return Collections.unmodifiableSet(tasks);
  }

  /** Epoch of the last record; −1 before the first. */
  public long epoch() {
    return epoch;
  }

  /** Sequence of the last record; −1 before the first. */
  public long sequence() {
    return sequence;
  }

  /** Number of the last step, rejected ones included; the model's version. */
  public long step() {
    return step;
  }

  /** Labels in the order of their head rows. */
  public List<String> labels() {
    return head.labels();
  }

  /** Number of head rows. */
  public int headSize() {
    return head.size();
  }

  /** Number of a label's head row, or −1 if it has none. */
  public int headRowNumber(String label) {
    int offset = head.offset(label);
    return offset < 0 ? -1 : (offset - floatsBelow()) / model().featureSize();
  }

  /** Floats of θ below the head. */
  public int floatsBelow() {
    return model().slices().stream().mapToInt(SliceSpec::length).sum();
  }

  /** Samples behind a head row; 0 for a label without one. */
  public long headCount(String label) {
    return head.count(label);
  }

  /** A copy of a label's head row, or null if it has none. */
  public float @Nullable [] headRow(String label) {
    return head.row(label, theta());
  }

  /** Class means of frozen features over all ended tasks: the frozen control. */
  public Map<String, HeadRow> frozen() {
    return Collections.unmodifiableMap(frozen);
  }

  /** Next offset to consume, by partition of the tasks topic. */
  public Map<Integer, Long> positions() {
    return positions.now();
  }

  /**
   * What {@link #positions} were when the running task began; the same as now between tasks. What
   * lies between the two is all that a learner may remember beside this replica.
   */
  public Map<Integer, Long> taskPositions() {
    return task == null ? positions() : positions.taskBegan();
  }

  /**
   * Next offset, by partition, up to which dead letters are kept; elsewhere that is {@link
   * #positions}.
   */
  public Map<Integer, Long> readPositions() {
    return positions.read();
  }

  /** Where batches of the running task were cut short, in ascending order by partition. */
  public Map<Integer, List<Long>> cuts() {
    return positions.cuts();
  }

  /**
   * Measures the next step; this replica stays bit-identical. The seed is a pure function of the
   * model's seed and the step number, so a step lost in a crash is measured again as the same step.
   */
  public StepRecord measure(Objective objective) {
    return present(optimizer).measure(objective, nextContext());
  }

  /** Measures the fork's next step likewise: along the same directions, so that the two compare. */
  public StepRecord measureFork(Objective objective) {
    return forked().optimizer().measure(objective, nextContext());
  }

  private StepContext nextContext() {
    long next = step + 1;
    return new StepContext(next, Seeds.child(model().seed(), next), nextAge());
  }

  /**
   * What {@code view} makes of this replica with the fork's weights in the place of its own.
   *
   * @param view reads, and keeps no reference
   */
  public <T> T asFork(Function<Replica, T> view) {
    return as(forked().optimizer(), view);
  }

  /**
   * What {@code view} makes of this replica with its weights moved against the gradient estimate of
   * a step, in a straight line.
   *
   * @param step measured by the strategy of the next step
   * @param distances in the Euclidean norm; 0 is where the weights are
   * @param view reads, and keeps no reference
   * @return as many as distances, in their order; nothing where the step has no estimate
   */
  public <T> List<T> along(StepRecord step, double[] distances, Function<Replica, T> view) {
    Optimizer moved = present(optimizer).fork();
    Theta theta = theta();
    Theta direction = theta.copy();
    double norm = moved.estimate(step, direction) ? norm(direction) : 0;
    List<T> views = new ArrayList<>(distances.length);
    for (double distance : norm > 0 ? distances : new double[0]) {
      for (int i = 0; i < theta.size(); i++) {
        moved.theta().set(i, (float) (theta.get(i) - distance / norm * direction.get(i)));
      }
      views.add(as(moved, view));
    }
    return views;
  }

  private static double norm(Theta theta) {
    double square = 0;
    for (int i = 0; i < theta.size(); i++) {
      square += (double) theta.get(i) * theta.get(i);
    }
    return Math.sqrt(square);
  }

  private <T> T as(Optimizer other, Function<Replica, T> view) {
    Optimizer own = present(optimizer);
    optimizer = other;
    try {
      return view.apply(this);
    } finally {
      optimizer = own;
    }
  }

  /** How many steps the running task will have had with the next one. */
  long nextAge() {
    return step + 1 - stepsBeforeTask;
  }

  /** The record that would follow, written by the learner of {@code epoch}. */
  public JournalRecord next(long epoch, Instant time, List<Consumed> consumed, Change change) {
    return new JournalRecord(epoch, sequence + 1, time, consumed, change);
  }

  /**
   * Checks that a record would be applied. Whoever writes asks before it appends: a record that no
   * follower can apply ends the model's history.
   *
   * @throws JournalException if it does not follow: a gap, a repeat, a stale epoch, a row that does
   *     not fit
   */
  public void check(JournalRecord record) {
    NextRecord.check(this, record);
  }

  /**
   * Applies the next record.
   *
   * @throws JournalException if it does not follow, see {@link #check}; the replica is then
   *     unchanged
   */
  public void apply(JournalRecord record) {
    check(record);
    method.apply(record.change(), this);
    String before = task;
    switch (record.change()) {
      case Change.ModelCreated created -> create(created);
      case Change.TaskStarted started -> {
        task = started.task();
        tasks.add(started.task());
        found.started(started);
        stepsBeforeTask = step;
        losses.start();
        positions.taskBegins();
        if (started.restart()) {
          restart();
        }
      }
      case Change.TaskEnded ended -> {
        if (ended.task().equals(task)) { // the end of another task ends no running one
          task = null;
        }
        // A task may come again, with few samples or with a boundary that is noticed late.
        ended.frozen().forEach(row -> frozen.merge(row.label(), row, HeadRow::with));
        found.ended(ended);
      }
      case Change.HeadRows rows -> rows.rows().forEach(this::writeRow);
      case Change.Prototypes _, Change.Kept _, Change.Probed _ -> {} // the method's alone
      case Change.InputSkipped _, Change.Flushed _ -> {} // only their offsets count
      case Change.OffsetsPassed passed -> positions.read(passed.read());
      case Change.Step taken -> {
        present(optimizer).apply(taken.record());
        step = taken.record().step();
        losses.add(taken.record().loss());
      }
      case Change.StrategyChanged changed -> {
        optimizer = changed.strategy().optimizer(theta(), present(optimizer));
        strategy = changed.strategy();
        strategyNumber = changed.number();
      }
      case Change.Forked forked ->
          fork = Fork.of(forked.strategy(), forked.learns(), strategy(), present(optimizer));
      case Change.ForkStep taken -> forked().apply(taken.record());
      case Change.ForkEnded ended -> {
        if (ended.adopted()) {
          optimizer = forked().optimizer();
          strategy = forked().strategy();
          strategyNumber = ended.number();
        }
        fork = null;
      }
      case Change.PolicyChanged changed -> policy = changed.policy();
      case Change.LearningPaused paused ->
          pause = paused.paused() ? new Pause(paused.reason(), record.time()) : null;
      case Change.EffectMeasured _ -> {} // for those who decide
    }
    for (Consumed consumed : record.consumed()) {
      positions.consumed(consumed, record.change() instanceof Change.Flushed);
      found.consumed(consumed, task == null ? before : task);
    }
    epoch = record.epoch();
    sequence = record.sequence();
  }

  /** Every restart draws other initial values: adapters of different tasks should differ. */
  private void restart() {
    restarts++;
    head.clear();
    Theta theta = initial(model(), Seeds.child(model().seed(), -restarts));
    optimizer = strategy().optimizer(theta, null);
  }

  private static Theta initial(Change.ModelCreated created, long seed) {
    Theta theta = Theta.allocate(created.capacity());
    created.slices().forEach(slice -> theta.append(slice, seed));
    return theta;
  }

  private void create(Change.ModelCreated created) {
    try {
      optimizer = created.strategy().optimizer(initial(created, created.seed()), null);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new JournalException(
          "the journal's model '%s' cannot be built: %s".formatted(created.model(), e.getMessage()),
          e);
    }
    strategy = created.strategy();
    model = created;
  }

  /** Writes everything: {@link #load} makes an equal replica of it without the journal. */
  @Override
  public void save(DataOutput out) throws IOException {
    byte[] creation =
        RecordCodec.encode(new JournalRecord(0, 0, Instant.EPOCH, List.of(), model()));
    out.writeInt(creation.length);
    out.write(creation);
    out.writeUTF(strategy().toString());
    out.writeInt(strategyNumber);
    out.writeBoolean(task != null);
    out.writeUTF(task == null ? "" : task);
    out.writeInt(tasks.size());
    for (String name : tasks) {
      out.writeUTF(name);
    }
    out.writeLong(epoch);
    out.writeLong(sequence);
    out.writeLong(step);
    out.writeLong(stepsBeforeTask);
    out.writeInt(restarts);
    losses.save(out);
    found.save(out);
    positions.save(out);
    head.save(out);
    HeadRow.save(frozen.values(), out);
    theta().save(out);
    present(optimizer).save(out);
    method.save(out);
    out.writeUTF(policy == null ? "" : policy);
    out.writeBoolean(fork != null);
    if (fork != null) {
      fork.save(out);
    }
    out.writeBoolean(pause != null);
    if (pause != null) {
      pause.save(out);
    }
    positions.saveCuts(out);
  }

  /** Takes up what {@link #save} wrote; this replica must be empty, and of the same method. */
  @Override
  public void load(DataInput in) throws IOException {
    byte[] creation = new byte[in.readInt()];
    in.readFully(creation);
    create((Change.ModelCreated) RecordCodec.decode(creation).change());
    Strategy saved = Strategy.parse(in.readUTF());
    strategyNumber = in.readInt();
    boolean running = in.readBoolean();
    String name = in.readUTF();
    task = running ? name : null;
    for (int n = in.readInt(); n > 0; n--) {
      tasks.add(in.readUTF());
    }
    epoch = in.readLong();
    sequence = in.readLong();
    step = in.readLong();
    stepsBeforeTask = in.readLong();
    restarts = in.readInt();
    losses.load(in);
    found.load(in);
    positions.load(in);
    head.load(in);
    HeadRow.rows(in).forEach(row -> frozen.put(row.label(), row));
    theta().load(in);
    head.bind(theta());
    strategy = saved;
    optimizer = saved.optimizer(theta(), null);
    optimizer.load(in);
    method.load(in);
    String chosen = in.readUTF();
    policy = chosen.isEmpty() ? null : chosen;
    fork = in.readBoolean() ? Fork.load(in, model().capacity()) : null;
    pause = in.readBoolean() ? Pause.load(in) : null;
    positions.loadCuts(in);
  }

  private void writeRow(HeadRow row) {
    head.write(row, theta());
    if (fork != null) {
      Head.writeInto(fork.optimizer().theta(), row);
    }
  }

  private Fork forked() {
    if (fork == null) {
      throw new IllegalStateException("the running task has no fork");
    }
    return fork;
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the journal is empty: no model has been created yet");
    }
    return value;
  }
}
