package io.zeroflow.faults;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.journal.kafka.Topics;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What all models of a test learn: the same topic, with tasks of two classes each, a bad record now
 * and then, held-out samples in between, and the last task open, as streams are.
 */
record Stream(String tasks, String deadLetters, String journal, long end) {

  private static final int TASKS = 4;
  private static final int SAMPLES = 400;
  private static final int BAD = 97;
  private static final int HELD_OUT = 53;

  /** Creates the topics and sends everything. */
  static Stream send(Kafka broker, String name) {
    Topics topics =
        new Topics(name + ".tasks", name + ".dlq", name + ".journal", 1, broker.replication());
    topics.create(broker.client());
    SampleCodec codec = new SampleCodec();
    Random random = new Random(1993);
    long sent = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            broker.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int task = 0; task < TASKS; task++) {
        for (int i = 0; i < SAMPLES; i++) {
          send(
              producer,
              topics,
              i % BAD == 5 ? new byte[] {1, 2, 3} : codec.encode(sample(random, task, i)));
          sent++;
        }
        if (task < TASKS - 1) {
          send(producer, topics, codec.encode(new TaskEnd("task-" + task)));
          sent++;
        }
      }
      // So that every sample of a full batch before it is learned, and the last position is known.
      send(producer, topics, codec.encode(new TaskEnd("nobody's")));
      sent++;
    }
    return new Stream(topics.tasks(), topics.deadLetters(), topics.journal(), sent);
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, Topics topics, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(topics.tasks(), value));
  }

  private static StreamMessage sample(Random random, int task, int i) {
    int label = 2 * task + random.nextInt(2);
    float[] values = new float[ToyProvider.WIDTH];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (random.nextGaussian() + (k % 8 == label ? 1 : 0));
    }
    return new Sample(
        "task-" + task,
        "label-" + label,
        i % HELD_OUT == 0 ? Split.EVAL : Split.TRAIN,
        new Payload.Tensor(new int[] {values.length}, values));
  }

  /** Configuration of a model that learns it. */
  String config(Kafka broker, String model, Recipe recipe, Map<String, Object> more) {
    StringBuilder text =
        new StringBuilder(
            """
            zeroflow {
              model {
                id = "%s", network = provided, provided.name = toy, method = %s, warm-up-samples = 3
                methods { samples-per-class = 20, buffer = 40, projections = 64 }
                feature-cache = 16 MiB
              }
              strategy = "%s"
              learner { batch-size = 4, flush-after = 0s }
              supervisor.policy = manual
              evaluation.share = 0.05
              limits.labels = 20
              http.port = 0
              kafka {
                bootstrap-servers = "%s"
                topics { tasks = "%s", dead-letters = "%s", journal = "%s", replication = %d }
              }
            }
            pekko.loglevel = WARNING
            """
                .formatted(
                    model,
                    recipe.method(),
                    recipe.strategy(),
                    broker.address(),
                    tasks,
                    deadLetters,
                    journal,
                    broker.replication()));
    more.forEach((key, value) -> text.append("%s = \"%s\"%n".formatted(key, value)));
    return text.toString();
  }
}
