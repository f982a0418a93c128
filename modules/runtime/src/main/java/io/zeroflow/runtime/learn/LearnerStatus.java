package io.zeroflow.runtime.learn;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the learner is doing. Immutable.
 *
 * <p>Steps are the model's, whoever took them. Samples, forward passes, rejected steps, bytes and
 * the loss are those of this process alone, since {@code started}: the journal is not read again to
 * count what earlier ones did.
 *
 * @param model id of the model
 * @param network canonical name of the network
 * @param method name of the continual-learning method
 * @param device where its tensors live
 * @param epoch of this life of the learner
 * @param started when this life began
 * @param task whose samples are arriving, or null
 * @param paused whether it has been told to take no further step for now
 * @param pausedBy who paused it; null while it is not
 * @param pausedSince when that was; null while it is not
 * @param sequence number of the journal's last record
 * @param step number of the last step: the model's version
 * @param parameters d, the size of θ
 * @param classes rows of the head
 * @param strategy canonical line of the strategy of the next step
 * @param loss of this life's last step; NaN before its first
 * @param samples consumed in this life, one count a pass
 * @param forwardPasses of the optimizer in this life
 * @param rejected steps of this life that were measured and not applied
 * @param journalBytes written in this life
 * @param positions next offset of the tasks topic, by partition
 */
public record LearnerStatus(
    String model,
    String network,
    String method,
    String device,
    long epoch,
    Instant started,
    @Nullable String task,
    boolean paused,
    @Nullable String pausedBy,
    @Nullable Instant pausedSince,
    long sequence,
    long step,
    int parameters,
    int classes,
    String strategy,
    float loss,
    long samples,
    long forwardPasses,
    long rejected,
    long journalBytes,
    Map<Integer, Long> positions) {

  public LearnerStatus {
    positions = Map.copyOf(positions);
  }
}
