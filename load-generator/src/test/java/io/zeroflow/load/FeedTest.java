package io.zeroflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.split.Task;
import io.zeroflow.load.FeedPlan.Format;
import io.zeroflow.load.FeedReport.TaskReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Against a real broker: what was sent is read back by a consumer that knows nothing of the feed.
 */
class FeedTest {
  private static final int PARTITIONS = 3;

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  private final List<Task> tasks =
      List.of(ToyTasks.of("alpha", 50, 7), ToyTasks.of("beta", 30, 5), ToyTasks.of("gamma", 1, 1));
  private final SampleCodec codec = new SampleCodec();
  private String topic = "";

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(folder);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
    }
  }

  @Test
  void everyTaskComesInOrder() throws FeedException {
    int epochs = 3;
    FeedReport report = feed(new FeedPlan(topic, tasks, epochs, 1, 0, 5, Format.PROTOBUF));

    Map<String, List<StreamMessage>> read = read();
    assertThat(read).containsOnlyKeys("alpha", "beta", "gamma");
    for (Task task : tasks) {
      List<StreamMessage> messages = read.getOrDefault(task.name(), List.of());
      int test = task.test().size();
      int train = task.train().size();
      assertThat(messages).hasSize(test + epochs * train + 1);
      assertThat(messages.getLast()).isEqualTo(new TaskEnd(task.name()));
      assertThat(messages.subList(0, test))
          .containsExactlyElementsOf(samples(task, task.test(), Split.EVAL));
      List<List<StreamMessage>> passes =
          IntStream.range(0, epochs)
              .mapToObj(e -> messages.subList(test + e * train, test + (e + 1) * train))
              .toList();
      assertThat(passes)
          .allSatisfy(
              pass ->
                  assertThat(pass)
                      .containsExactlyInAnyOrderElementsOf(
                          samples(task, task.train(), Split.TRAIN)));
      // Of a single sample there is only one order.
      assertThat(new HashSet<>(passes)).hasSize(train == 1 ? 1 : epochs);
    }
    assertThat(report.completed()).isTrue();
    assertThat(report.tasks()).extracting(TaskReport::train).containsExactly(150L, 90L, 3L);
    assertThat(report.tasks()).extracting(TaskReport::eval).containsExactly(7L, 5L, 1L);
  }

  /** A stream that says of nothing what it is for. */
  @Test
  void withoutTasksNothingIsNamedEndedOrHeldOut() throws FeedException {
    FeedPlan plan = new FeedPlan(topic, tasks, 1, 1, 0, 5, Format.PROTOBUF, true);
    feed(plan);

    List<StreamMessage> messages = read().getOrDefault("", List.of());
    assertThat(messages).hasSize((int) plan.samples());
    assertThat(messages)
        .allMatch(m -> m instanceof Sample s && s.split() == Split.TRAIN && s.task().isEmpty());
  }

  @Test
  void theSeedGivesTheSameStreamAgain() throws FeedException {
    FeedPlan plan = FeedPlan.once(topic, tasks, 9);
    feed(plan);
    feed(plan);
    feed(FeedPlan.once(topic, tasks, 10));

    List<StreamMessage> alpha = read().getOrDefault("alpha", List.of());
    int length = alpha.size() / 3;
    List<StreamMessage> first = alpha.subList(0, length);
    assertThat(alpha.subList(length, 2 * length)).isEqualTo(first);
    assertThat(alpha.subList(2 * length, 3 * length))
        .containsExactlyInAnyOrderElementsOf(first)
        .isNotEqualTo(first);
  }

  @Test
  void loopsRepeatTheStreamAndAddUp() throws FeedException {
    FeedReport report = feed(new FeedPlan(topic, tasks, 1, 2, 0, 5, Format.JSON));

    List<ConsumerRecord<String, byte[]>> records = records();
    assertThat(records).allMatch(record -> record.value()[0] == '{');
    assertThat(records).hasSize(2 * (81 + 13 + 3));
    assertThat(report.total().train()).isEqualTo(162);
    assertThat(report.total().eval()).isEqualTo(26);
    assertThat(report.total().bytes())
        .isEqualTo(records.stream().mapToLong(record -> record.value().length).sum());
    assertThat(read().getOrDefault("beta", List.of()))
        .filteredOn(m -> m instanceof TaskEnd)
        .hasSize(2);
  }

  @Test
  void anInterruptEndsItCleanly() throws FeedException {
    FeedListener interrupter =
        new FeedListener() {
          private int sent;

          @Override
          public void sampleSent() {
            if (++sent == 20) {
              Thread.currentThread().interrupt();
            }
          }
        };

    FeedReport report =
        new Feed(kafka.bootstrapServers(), FeedPlan.once(topic, tasks, 5)).run(interrupter);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.completed()).isFalse();
    assertThat(report.total().train() + report.total().eval()).isEqualTo(20);
    assertThat(records()).hasSize(20);
  }

  @Test
  void aSampleThatCannotBeReadIsNamed() {
    Example lost =
        new Example(
            "cat",
            () -> {
              throw new UncheckedIOException(new IOException("a.png: no such file"));
            });
    Task task = new Task("t", List.of("cat"), List.of(lost), List.of());

    assertThatExceptionOfType(FeedException.class)
        .isThrownBy(() -> feed(FeedPlan.once(topic, List.of(task), 1)))
        .withMessageStartingWith("a sample of class 'cat' cannot be read: ")
        .withMessageEndingWith("a.png: no such file");
  }

  @Test
  void aRecordThatTheBrokerRefusesIsAnError() {
    Payload large = new Payload.Tensor(new int[] {500_000}, new float[500_000]);
    Task task = new Task("t", List.of("a"), List.of(Example.of("a", large)), List.of());

    assertThatExceptionOfType(FeedException.class)
        .isThrownBy(
            () ->
                new Feed(
                        Map.of(
                            "bootstrap.servers",
                            kafka.bootstrapServers(),
                            "max.request.size",
                            "1000000"),
                        FeedPlan.once(topic, List.of(task), 1))
                    .run(FeedListener.NONE))
        .withMessageContaining("max.request.size");
  }

  @Test
  void aMissingTopicIsNamed() {
    assertThatExceptionOfType(FeedException.class)
        .isThrownBy(() -> feed(FeedPlan.once("no.such.topic", tasks, 1)))
        .withMessageContaining("has no topic 'no.such.topic'; create it");
  }

  @Test
  void propertiesThatBreakTheGuaranteesAreRefused() {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "1");

    assertThatExceptionOfType(FeedException.class)
        .isThrownBy(
            () -> new Feed(properties, FeedPlan.once(topic, tasks, 1)).run(FeedListener.NONE))
        .withMessageContaining("acks");
  }

  @Test
  void theCommandLineFeedsWordNet() {
    StringWriter out = new StringWriter();
    CommandLine commandLine = LoadGenerator.commandLine();
    commandLine.setOut(new PrintWriter(out, true));

    int code =
        commandLine.execute(
            "--bootstrap-servers=" + kafka.bootstrapServers(),
            "--topic=" + topic,
            "--classes=6",
            "--tasks=2",
            "--train-per-class=8",
            "--test-per-class=2",
            "--epochs=2",
            "--no-progress");

    assertThat(code).isZero();
    assertThat(out.toString()).contains("task-1", "task-2", "total");
    assertThat(read()).containsOnlyKeys("task-1", "task-2");
    assertThat(read().getOrDefault("task-1", List.of())).hasSize(3 * 2 + 2 * 3 * 8 + 1);
  }

  private FeedReport feed(FeedPlan plan) throws FeedException {
    return new Feed(kafka.bootstrapServers(), plan).run(FeedListener.NONE);
  }

  private static List<StreamMessage> samples(Task task, List<Example> examples, Split split) {
    return examples.stream()
        .map(e -> (StreamMessage) new Sample(task.name(), e.label(), split, e.payload()))
        .toList();
  }

  /** By key, in the order of the partition that the key is in. */
  private Map<String, List<StreamMessage>> read() {
    List<ConsumerRecord<String, byte[]>> records = records();
    assertThat(records)
        .allSatisfy(r -> assertThat(codec.decode(r.value()).task()).isEqualTo(r.key()));
    assertThat(
            records.stream()
                .collect(
                    Collectors.groupingBy(
                        ConsumerRecord::key,
                        Collectors.mapping(ConsumerRecord::partition, Collectors.toSet()))))
        .allSatisfy((key, partitions) -> assertThat(partitions).hasSize(1));
    return records.stream()
        .collect(
            Collectors.groupingBy(
                ConsumerRecord::key,
                Collectors.mapping(r -> codec.decode(r.value()), Collectors.toList())));
  }

  private List<ConsumerRecord<String, byte[]>> records() {
    return new ArrayList<>(TopicReader.readAll(kafka.bootstrapServers(), topic));
  }
}
