package io.zeroflow.load;

import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.load.FeedReport.TaskReport;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Adds up one task; acknowledgements come on the producer's own thread. */
final class TaskCount {
  private final String task;
  private final LongAdder train = new LongAdder();
  private final LongAdder eval = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private long nanos;

  TaskCount(String task) {
    this.task = task;
  }

  void acknowledged(StreamMessage message, int size) {
    bytes.add(size);
    if (message instanceof Sample sample) {
      (sample.split() == Split.TRAIN ? train : eval).increment();
    }
  }

  /** Called by the feed's thread alone. */
  void spent(long moreNanos) {
    nanos += moreNanos;
  }

  TaskReport report() {
    return new TaskReport(task, train.sum(), eval.sum(), bytes.sum(), Duration.ofNanos(nanos));
  }
}
