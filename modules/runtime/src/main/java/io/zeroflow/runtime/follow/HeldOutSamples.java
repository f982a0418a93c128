package io.zeroflow.runtime.follow;

import io.zeroflow.data.Sample;
import io.zeroflow.journal.Replica;
import io.zeroflow.runtime.source.HeldOutSource.Held;
import io.zeroflow.runtime.source.HeldOutSource.HeldOut;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For which task each held-out sample is. A sample that names none waits until the journal says
 * which task was found where it lies in the source. Confined to the follower's thread.
 */
final class HeldOutSamples {

  /** Bytes of samples that may wait for the journal before no more are taken. */
  private static final long WAITING = 16 << 20;

  /** What a sample takes beside its input. */
  private static final int OVERHEAD = 256;

  private final int maxTasks;
  private final Set<String> tasks = new HashSet<>();
  private final Map<Integer, Queue<Held>> waiting = new HashMap<>();
  private final Map<Integer, Long> positions = new HashMap<>();

  HeldOutSamples(int maxTasks) {
    this.maxTasks = maxTasks;
  }

  /** A sample that a task is measured on. */
  record Assigned(String task, Sample sample) {}

  /** Takes samples in, and gives those whose turn it is. */
  List<Assigned> add(HeldOut heldOut, Replica replica) {
    List<Assigned> now = new ArrayList<>();
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
  List<Assigned> settle(Replica replica) {
    List<Assigned> now = new ArrayList<>();
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

  private void keep(@Nullable String task, Sample sample, List<Assigned> now) {
    if (task != null && (tasks.contains(task) || tasks.size() < maxTasks)) {
      tasks.add(task);
      now.add(new Assigned(task, sample));
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
