package io.zeroflow.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.journal.Consumed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatcherTest {

  private static final int BATCH = 5;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void lotsCoverEveryOffsetOnceAndNeverMixTasks(long seed) {
    List<Decoded> stream = stream(seed);
    List<Lot> lots = cut(stream);
    Map<Integer, Long> next = new HashMap<>(Map.of(0, 100L, 1, 0L, 2, 7L));
    List<Sample> learned = new ArrayList<>();
    for (Lot lot : lots) {
      for (Consumed range : lot.consumed()) {
        assertThat(range.from()).isEqualTo(next.get(range.partition()));
        next.put(range.partition(), range.to());
      }
      if (lot instanceof Lot.Samples samples) {
        assertThat(samples.samples()).hasSizeBetween(1, BATCH);
        assertThat(samples.samples()).allMatch(s -> s.task().equals(samples.task()));
        learned.addAll(samples.samples());
      }
    }
    assertThat(learned)
        .isEqualTo(
            stream.stream().map(Decoded::training).filter(java.util.Objects::nonNull).toList());
    long consumed = next.values().stream().mapToLong(Long::longValue).sum() - 107;
    assertThat(consumed).isEqualTo(stream.size());
    assertThat(cut(stream)).isEqualTo(lots);
  }

  private static List<Lot> cut(List<Decoded> stream) {
    Batcher batcher = new Batcher(BATCH, Map.of(0, 100L, 1, 0L, 2, 7L));
    List<Lot> lots = new ArrayList<>();
    stream.forEach(decoded -> lots.addAll(batcher.add(decoded)));
    return lots;
  }

  /**
   * A random stream over three partitions that ends with a task end, so that nothing is pending.
   */
  private static List<Decoded> stream(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] offsets = {100, 0, 7};
    List<Decoded> stream = new ArrayList<>();
    String task = "t0";
    for (int i = 0; i < 300; i++) {
      int partition = random.nextInt(3);
      if (random.nextInt(15) == 0) {
        task = "t" + random.nextInt(4);
      }
      stream.add(decoded(random.nextInt(10), task, i, partition, offsets[partition]++));
    }
    stream.add(decoded(9, task, 300, 0, offsets[0]));
    return stream;
  }

  private static Decoded decoded(int kind, String task, int i, int partition, long offset) {
    var record = new ConsumerRecord<byte[], byte[]>("t", partition, offset, null, null);
    if (kind == 0) {
      return new Decoded(record, null, new Decoded.BadRecord("junk", "junk"));
    }
    StreamMessage message =
        kind == 9
            ? new TaskEnd(task)
            : new Sample(
                task, "l", kind == 1 ? Split.EVAL : Split.TRAIN, new Payload.Text("text " + i));
    return new Decoded(record, message, null);
  }
}
