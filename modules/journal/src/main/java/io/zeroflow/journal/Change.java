package io.zeroflow.journal;

import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import java.util.List;
import java.util.Map;

/** What one journal record does to the model. */
public sealed interface Change {

  /** Name of the change in metrics and logs. */
  String kind();

  /**
   * The first change: all that a follower needs to hold the initial weights.
   *
   * @param model id of the model
   * @param seed from which initial weights and all perturbations are derived
   * @param network canonical name of the network
   * @param method name of the continual-learning method
   * @param capacity most floats that θ can hold
   * @param featureSize width of a head row
   * @param slices trainable slices below the head
   * @param strategy the first strategy, number 0
   * @param heldOut share of the training samples that are held out by their hash: another share
   *     would measure the model on what it has learned
   */
  record ModelCreated(
      String model,
      long seed,
      String network,
      String method,
      int capacity,
      int featureSize,
      List<SliceSpec> slices,
      Strategy strategy,
      double heldOut)
      implements Change {

    public ModelCreated {
      slices = List.copyOf(slices);
    }

    /** A model that learns from every sample that is not marked as held out. */
    public ModelCreated(
        String model,
        long seed,
        String network,
        String method,
        int capacity,
        int featureSize,
        List<SliceSpec> slices,
        Strategy strategy) {
      this(model, seed, network, method, capacity, featureSize, slices, strategy, 0);
    }

    @Override
    public String kind() {
      return "model-created";
    }
  }

  /**
   * Samples of a task begin, for the first time or again.
   *
   * @param restart whether θ starts afresh: the slices below the head are drawn anew, the head is
   *     empty, the optimizer has no history
   * @param evidence for a task that the producer did not name, but the learner found; else empty
   */
  record TaskStarted(String task, boolean restart, String evidence) implements Change {

    /** One that the producer named. */
    public TaskStarted(String task, boolean restart) {
      this(task, restart, "");
    }

    /** One that goes on with θ as it is. */
    public TaskStarted(String task) {
      this(task, false);
    }

    /** Whether the learner found it in a stream that names no task. */
    public boolean found() {
      return !evidence.isEmpty();
    }

    @Override
    public String kind() {
      return "task-started";
    }
  }

  /**
   * Samples of a task end.
   *
   * @param frozen class means of the frozen features over the task: the frozen control, SimpleCIL
   */
  record TaskEnded(String task, List<HeadRow> frozen) implements Change {

    public TaskEnded {
      frozen = List.copyOf(frozen);
    }

    @Override
    public String kind() {
      return "task-ended";
    }
  }

  /** Head rows were computed from features; a new label's row is appended to θ. */
  record HeadRows(List<HeadRow> rows) implements Change {

    public HeadRows {
      rows = List.copyOf(rows);
    }

    @Override
    public String kind() {
      return "head-rows";
    }
  }

  /**
   * Features that the continual-learning method keeps for inference; θ stays as it is.
   *
   * @param space which features, in the method's words
   * @param rows of the classes, or of single samples
   */
  record Prototypes(String space, List<HeadRow> rows) implements Change {

    public Prototypes {
      rows = List.copyOf(rows);
    }

    @Override
    public String kind() {
      return "prototypes";
    }
  }

  /**
   * Samples that the continual-learning method keeps for replay.
   *
   * @param samples in the order of their worth: a buffer that must shrink drops from the end
   */
  record Kept(List<KeptSample> samples) implements Change {

    public Kept {
      samples = List.copyOf(samples);
    }

    @Override
    public String kind() {
      return "kept";
    }
  }

  /**
   * Derivatives of the loss along random directions, from which the continual-learning method
   * estimates how much each part of θ matters; θ stays as it is.
   *
   * @param derivatives as many for each part, part by part in the order of θ
   */
  record Probed(List<Float> derivatives) implements Change {

    public Probed {
      derivatives = List.copyOf(derivatives);
    }

    @Override
    public String kind() {
      return "probed";
    }
  }

  /**
   * A measured step.
   *
   * @param strategy number of the strategy that measured it
   * @param samples how many samples it learned from
   */
  record Step(StepRecord record, int strategy, int samples) implements Change {
    @Override
    public String kind() {
      return record.rejected() == null ? "step" : "rejected-step";
    }
  }

  /**
   * A step that the fork took on the same batch, right before the model's own.
   *
   * @param record of the same number and age as the model's step
   */
  record ForkStep(StepRecord record) implements Change {
    @Override
    public String kind() {
      return "fork-step";
    }
  }

  /**
   * What an earlier decision came to, measured.
   *
   * @param decision sequence of its record; 0 is the model's first strategy
   */
  record EffectMeasured(long decision, Effect effect) implements Change {
    @Override
    public String kind() {
      return "effect-measured";
    }
  }

  /** What an operator or a policy decided about how the model learns. */
  sealed interface Decision extends Change {

    /** Why. */
    Reason reason();
  }

  /**
   * From the next step on, another strategy.
   *
   * @param number of the new strategy: 1, 2, …
   */
  record StrategyChanged(int number, Strategy strategy, Reason reason) implements Decision {
    @Override
    public String kind() {
      return "strategy-changed";
    }
  }

  /**
   * The running task has a second future from here on.
   *
   * @param strategy of the fork
   * @param learns whether the fork takes steps; one that does not is the way back
   */
  record Forked(Strategy strategy, boolean learns, Reason reason) implements Decision {
    @Override
    public String kind() {
      return "forked";
    }
  }

  /**
   * One of the two futures is over.
   *
   * @param adopted whether it is the model's: the fork takes its place, weights, state and strategy
   * @param number of the strategy from here on: one more than before if adopted
   */
  record ForkEnded(boolean adopted, int number, Reason reason) implements Decision {
    @Override
    public String kind() {
      return adopted ? "fork-adopted" : "fork-dropped";
    }
  }

  /** Another policy of the supervisor decides from here on. */
  record PolicyChanged(String policy, Reason reason) implements Decision {
    @Override
    public String kind() {
      return "policy-changed";
    }
  }

  /**
   * The learner takes no further step, or goes on; whatever else changes a model goes on meanwhile.
   *
   * @param paused whether it is paused from here on, its restarts included
   */
  record LearningPaused(boolean paused, Reason reason) implements Decision {
    @Override
    public String kind() {
      return paused ? "paused" : "resumed";
    }
  }

  /**
   * The batch that this life learned right before it was cut short, and consumes what that one did:
   * its samples no longer wait for more.
   *
   * @param samples how many it had
   */
  record Flushed(int samples, Reason reason) implements Decision {
    @Override
    public String kind() {
      return "flushed";
    }
  }

  /**
   * Records of the source that need no learning were passed by: dead letters, held-out samples.
   * Nothing changes but positions.
   *
   * @param read next offset, by partition, up to which all dead letters are kept: beyond what is
   *     consumed where samples in between still wait for a full batch
   */
  record OffsetsPassed(Map<Integer, Long> read) implements Change {

    public OffsetsPassed {
      read = Map.copyOf(read);
    }

    @Override
    public String kind() {
      return "offsets-passed";
    }
  }

  /**
   * Records of the source were lost before they could be learned, and an operator chose to go on.
   *
   * @param why in words
   */
  record InputSkipped(String why) implements Change {
    @Override
    public String kind() {
      return "input-skipped";
    }
  }
}
