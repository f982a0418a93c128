package io.zeroflow.load;

import io.zeroflow.data.Example;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Shuffle;
import io.zeroflow.data.Split;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.split.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Sends task streams to Kafka: of each task its held-out samples, then its train samples in a new
 * order every epoch, then its end. The key is the task's name, so that each task keeps its order.
 *
 * <p>Sending is idempotent and waits for all replicas.
 */
public final class Feed {
  private final ProducerSettings settings;
  private final FeedPlan plan;

  /** A feed to brokers that ask for nothing special. */
  public Feed(String bootstrapServers, FeedPlan plan) {
    this(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), plan);
  }

  /**
   * @param producerProperties any properties of Kafka's producer, {@code bootstrap.servers} among
   *     them
   */
  public Feed(Map<String, Object> producerProperties, FeedPlan plan) {
    this.settings = ProducerSettings.of(producerProperties);
    this.plan = plan;
  }

  /**
   * Sends everything, on this thread. If the thread is interrupted, what is under way is sent, the
   * report says that the feed is not complete, and the thread's interrupt status is set again.
   *
   * @throws FeedException if no broker answers, the topic is missing, a sample cannot be read or a
   *     record is refused
   */
  public FeedReport run(FeedListener listener) throws FeedException {
    List<TaskCount> counts = plan.tasks().stream().map(t -> new TaskCount(t.name())).toList();
    boolean completed = false;
    long start = System.nanoTime();
    try {
      Destination.check(settings, plan.topic());
      start = System.nanoTime();
      try (Sender sender = new Sender(settings, plan)) {
        for (int loop = 1; loop <= plan.loops(); loop++) {
          for (int i = 0; i < counts.size(); i++) {
            send(i, loop, counts.get(i), sender, listener);
          }
        }
      }
      completed = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new FeedReport(
        counts.stream().map(TaskCount::report).toList(),
        Duration.ofNanos(System.nanoTime() - start),
        completed);
  }

  private void send(int index, int loop, TaskCount count, Sender sender, FeedListener listener)
      throws FeedException, InterruptedException {
    Task task = plan.tasks().get(index);
    long start = System.nanoTime();
    try {
      listener.taskStarted(task, loop);
      if (!plan.taskFree()) {
        samples(task, task.test(), Split.EVAL, count, sender, listener);
      }
      long taskSeed = Shuffle.derive(Shuffle.derive(plan.seed(), loop), index);
      for (int epoch = 0; epoch < plan.epochs(); epoch++) {
        List<Example> order = Shuffle.shuffled(training(task), Shuffle.derive(taskSeed, epoch));
        samples(task, order, Split.TRAIN, count, sender, listener);
      }
      if (!plan.taskFree()) {
        sender.send(new TaskEnd(task.name()), count);
      }
      sender.flush();
      listener.taskEnded(task, loop);
    } finally {
      count.spent(System.nanoTime() - start);
    }
  }

  private List<Example> training(Task task) {
    return plan.taskFree()
        ? Stream.concat(task.train().stream(), task.test().stream()).toList()
        : task.train();
  }

  private void samples(
      Task task,
      List<Example> examples,
      Split split,
      TaskCount count,
      Sender sender,
      FeedListener listener)
      throws FeedException, InterruptedException {
    String name = plan.taskFree() ? "" : task.name();
    for (Example example : examples) {
      sender.awaitTurn();
      sender.send(new Sample(name, example.label(), split, Sender.load(example)), count);
      listener.sampleSent();
    }
  }
}
