package io.zeroflow.runtime.follow;

import io.zeroflow.data.Sample;
import io.zeroflow.journal.Replica;
import io.zeroflow.runtime.source.HeldOutSource.Held;
import io.zeroflow.runtime.source.HeldOutSource.HeldOut;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Which held-out samples are kept, and for which task. A sample that names none waits until the
 * journal says which task was found where it lies in the source. Confined to the follower's thread.
 */
final class HeldOutSamples {

  /** Bytes of samples that may wait for the journal before no more are taken. */
  private static final long WAITING = 16 << 20;

  /** What a sample takes beside its input. */
  private static final int OVERHEAD = 256;

  private final int maxTasks;
  private final int maxSamples;
  private final Map<String, Reservoir> kept = new HashMap<>();
  private final Map<Integer, Queue<Held>> waiting = new HashMap<>();
  private final Map<Integer, Long> positions = new HashMap<>();

  HeldOutSamples(int maxTasks, int maxSamples) {
    this.maxTasks = maxTasks;
    this.maxSamples = maxSamples;
  }

  /** A sample that a task's evaluator keeps at a place, perhaps instead of another. */
  record Kept(String task, int place, Sample sample) {}

  /** Takes samples in, and gives those whose turn it is. */
  List<Kept> add(HeldOut heldOut, Replica replica) {
    List<Kept> now = new ArrayList<>();
    for (Held held : heldOut.samples()) {
      if (held.sample().task().isEmpty()) {
        waiting.computeIfAbsent(held.partition(), partition -> new ArrayDeque<>()).add(held);
      } else {
        keep(held.sample().task(), held.sample(), now);
      }
    }
    positions.putAll(heldOut.positions());
    now.addAll(settle(replica));
    return now;
  }

  /** Those that waited for what the replica now knows. */
  List<Kept> settle(Replica replica) {
    List<Kept> now = new ArrayList<>();
    if (waiting.isEmpty()) {
      return now;
    }
    Map<Integer, Long> learned = replica.positions();
    waiting.forEach(
        (partition, queue) -> {
          long position = learned.getOrDefault(partition, 0L);
          for (Held held = queue.peek();
              held != null && held.offset() < position;
              held = queue.peek()) {
            keep(replica.found().at(partition, held.offset()), held.sample(), now);
            queue.remove();
          }
        });
    return now;
  }

  private void keep(@Nullable String task, Sample sample, List<Kept> now) {
    if (task == null || !kept.containsKey(task) && kept.size() >= maxTasks) {
      return;
    }
    OptionalInt place =
        kept.computeIfAbsent(task, name -> new Reservoir(maxSamples))
            .offer(31 * sample.payload().fingerprint() + sample.label().hashCode());
    if (place.isPresent()) {
      now.add(new Kept(task, place.getAsInt(), sample));
    }
  }

  /** Whether so many wait that more should not be sent. */
  boolean full() {
    return waiting.values().stream()
            .flatMap(Queue::stream)
            .mapToLong(held -> OVERHEAD + held.sample().payload().memory())
            .sum()
        > WAITING;
  }

  /** Whether all that lies before these positions has arrived. */
  boolean reached(Map<Integer, Long> offsets) {
    return offsets.entrySet().stream()
        .allMatch(p -> positions.getOrDefault(p.getKey(), 0L) >= p.getValue());
  }
}
