package io.zeroflow.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.method.NearestMean;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import io.zeroflow.runtime.metrics.Metrics;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final int WIDTH = 16;
  private static final int SAMPLES = 40;

  private final Network network = new Plain();
  private final Metrics metrics = new Metrics(new PrometheusRegistry());
  private final long one = network.encode(input(0)).bytes();

  @Test
  void everySampleIsMeasuredWhereThereIsRoom() {
    EvaluationMemory memory = new EvaluationMemory(1 << 20);
    var evaluator = evaluator("a", memory, 30);

    assertThat(measured(evaluator)).isEqualTo(30);
    assertThat(memory.bytes()).isEqualTo(30 * one);
  }

  @Test
  void aSecondTaskTakesHalfOfTheRoom() {
    EvaluationMemory memory = new EvaluationMemory(20 * one);
    var first = evaluator("a", memory, SAMPLES);
    assertThat(measured(first)).isEqualTo(20);
    var second = evaluator("b", memory, SAMPLES);

    assertThat(measured(first)).isEqualTo(10);
    assertThat(measured(second)).isEqualTo(10);
    assertThat(memory.bytes()).isEqualTo(20 * one);
  }

  @Test
  void oneSampleIsAlwaysMeasured() {
    EvaluationMemory memory = new EvaluationMemory(1);
    assertThat(measured(evaluator("a", memory, SAMPLES))).isEqualTo(1);
  }

  @Test
  void aSampleThatTheNetworkRefusesIsLeftOutAndTheOthersAreMeasured() {
    EvaluationMemory memory = new EvaluationMemory(5 * one);
    var evaluator =
        BehaviorTestKit.create(Evaluator.create("a", network, SAMPLES, memory, metrics));
    for (int i = 0; i < SAMPLES; i++) {
      evaluator.run(
          new Evaluator.Keep(
              i % 2 == 0
                  ? sample(i)
                  : new Sample("a", "x", Split.EVAL, new Payload.Text("text " + i))));
    }

    assertThat(measured(evaluator)).isBetween(1, 5);
    assertThat(memory.bytes()).isBetween(one, 5 * one);
  }

  /** Of the running task 0 % would be no measurement; of one that is over it is the truth. */
  @Test
  void aTaskIsMeasuredOnceTheModelKnowsOneOfItsClasses() {
    var evaluator = evaluator("a", new EvaluationMemory(1 << 20), 30);
    Measurement unknown = measure(evaluator, "a", List.of("other"), List.of());
    assertThat(unknown.total()).isZero();
    assertThat(unknown.controlTotal()).isZero();
    Measurement learning = measure(evaluator, "a", List.of("x"), List.of("other"));
    assertThat(learning.total()).isEqualTo(30);
    assertThat(learning.controlTotal()).isZero();
    Measurement again = measure(evaluator, "a", List.of("x"), List.of("x"));
    assertThat(again.controlTotal()).isEqualTo(30);
    Measurement over = measure(evaluator, "b", List.of("other"), List.of("other"));
    assertThat(over.total()).isEqualTo(30);
    assertThat(over.controlTotal()).isEqualTo(30);
  }

  private BehaviorTestKit<Evaluator.Command> evaluator(
      String task, EvaluationMemory memory, int samples) {
    var evaluator =
        BehaviorTestKit.create(Evaluator.create(task, network, SAMPLES, memory, metrics));
    for (int i = 0; i < samples; i++) {
      evaluator.run(new Evaluator.Keep(sample(i)));
    }
    return evaluator;
  }

  private static int measured(BehaviorTestKit<Evaluator.Command> evaluator) {
    return measure(evaluator, null, List.of("x"), List.of("x")).total();
  }

  private static Measurement measure(
      BehaviorTestKit<Evaluator.Command> evaluator,
      @Nullable String running,
      List<String> known,
      List<String> knownToControl) {
    TestInbox<Answer> answers = TestInbox.create();
    ModelVersion model =
        new ModelVersion(
            1,
            1,
            running,
            null,
            running,
            0,
            new Predictor() {
              @Override
              public List<String> labels() {
                return known;
              }

              @Override
              public float[][] scores(List<Encoded> encoded, Batch batch) {
                return new float[encoded.size()][1];
              }
            },
            null,
            new NearestMean(
                knownToControl.stream()
                    .map(label -> new HeadRow(label, 1, new float[WIDTH]))
                    .toList()),
            SpanContext.getInvalid());
    evaluator.run(new Evaluator.Measure(model, answers.getRef()));
    return (Measurement) answers.receiveMessage();
  }

  private static Input input(int i) {
    float[] values = new float[WIDTH];
    values[i % WIDTH] = i + 1;
    return new Input.Pixels(List.of(WIDTH), values);
  }

  private static Sample sample(int i) {
    float[] values = new float[WIDTH];
    values[i % WIDTH] = i + 1;
    return new Sample("a", "x", Split.EVAL, new Payload.Tensor(new int[] {WIDTH}, values));
  }

  /** Features are the values, text is refused, and nobody asks for more. */
  private static final class Plain implements Network {
    @Override
    public String name() {
      return "plain";
    }

    @Override
    public String device() {
      return "cpu";
    }

    @Override
    public int featureSize() {
      return WIDTH;
    }

    @Override
    public List<SliceSpec> slices() {
      return List.of();
    }

    @Override
    public void check(Input input) {
      if (!(input instanceof Input.Pixels)) {
        throw new UnsupportedInputException("plain takes no " + input.kind());
      }
    }

    @Override
    public Encoded encode(Input input) {
      check(input);
      return new Encoded(1, new float[0], new float[0], ((Input.Pixels) input).values());
    }

    @Override
    public Batch collate(List<Encoded> inputs) {
      return new Batch() {
        @Override
        public int size() {
          return inputs.size();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public double loss(Theta theta, Batch batch, Target target) {
      throw new AssertionError("nobody learns");
    }

    @Override
    public float[][] logits(Theta theta, Batch batch) {
      throw new AssertionError("the predictor is another's");
    }

    @Override
    public float[][] features(Theta theta, Batch batch) {
      throw new AssertionError("the predictor is another's");
    }

    @Override
    public void close() {}
  }
}
