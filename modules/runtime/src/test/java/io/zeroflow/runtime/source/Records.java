package io.zeroflow.runtime.source;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.runtime.source.Decoded.BadRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decoded records for tests. */
final class Records {

  private Records() {}

  static Sample sample(String task, Split split, int i) {
    return new Sample(task, "label", split, new Payload.Text("text " + i));
  }

  static Decoded read(int partition, long offset, StreamMessage message) {
    return new Decoded(record(partition, offset), message, null);
  }

  static Decoded dead(int partition, long offset) {
    return new Decoded(record(partition, offset), null, new BadRecord("empty", "no value"));
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
    return new ConsumerRecord<>("tasks", partition, offset, new byte[0], new byte[0]);
  }
}
