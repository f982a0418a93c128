package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.RecordCodec;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.Lesson;
import io.zeroflow.model.method.MethodOptions;
import io.zeroflow.model.method.Methods;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.model.method.Samples;
import io.zeroflow.optim.strategy.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method on the real network, with an adapter and with none: then only the head is left. */
class MiniLmMethodsTest {

  private static final MethodOptions OPTIONS =
      new MethodOptions(1, 10, 0.1, 32, 0.1, 4, MethodOptions.Selection.HERDING, 1);

  private static final List<Input> INPUTS =
      Loaded.TEXTS.stream().<Input>map(Input.Text::new).toList();

  /** A class a text, two a task. */
  private static final class Pupil {
    private final MiniLm network;
    private final ContinualMethod method;
    private final Replica replica;
    private final List<byte[]> journal = new ArrayList<>();

    Pupil(Methods method, int adaptedBlocks) {
      this.network = Loaded.minilm(adaptedBlocks);
      this.method = method.create(network, OPTIONS);
      this.replica = new Replica(this.method.newState());
      apply(
          new Change.ModelCreated(
              "m",
              5,
              network.name(),
              this.method.name(),
              20_000,
              network.featureSize(),
              network.slices(),
              Strategy.parse("zo-sgd(lr=1e-4)")));
    }

    void apply(Change change) {
      JournalRecord record = replica.next(0, Instant.EPOCH, List.of(), change);
      journal.add(RecordCodec.encode(record));
      replica.apply(record);
    }

    void begin(int task) {
      apply(new Change.TaskStarted("t" + task, method.restarts(replica)));
    }

    void learn(int task) {
      List<Input> inputs = INPUTS.subList(2 * task, 2 * task + 2);
      List<Encoded> encoded = inputs.stream().map(network::encode).toList();
      List<String> labels = List.of("c" + 2 * task, "c" + (2 * task + 1));
      for (int step = 0; step < 4; step++) {
        try (Batch batch = network.collate(encoded);
            Lesson lesson = method.lesson(replica, new Samples(inputs, encoded, batch, labels))) {
          switch (lesson) {
            case Lesson.Write(List<Change> changes) -> changes.forEach(this::apply);
            case Lesson.Step wanted ->
                apply(new Change.Step(replica.measure(wanted.objective()), 0, 2));
          }
        }
      }
    }

    void end(int task) {
      method.end(replica).forEach(this::apply);
      apply(new Change.TaskEnded("t" + task, List.of()));
    }

    List<String> answers(Replica replica) {
      Predictor predictor = method.predictor(replica);
      List<Encoded> encoded = INPUTS.stream().map(network::encode).toList();
      List<String> answers = new ArrayList<>();
      try (Batch batch = network.collate(encoded)) {
        for (float[] scores : predictor.scores(encoded, batch)) {
          int best = 0;
          for (int k = 1; k < scores.length; k++) {
            best = scores[k] > scores[best] ? k : best;
          }
          answers.add(predictor.labels().get(best));
        }
      }
      return answers;
    }

    Replica follower() {
      Replica follower = new Replica(method.newState());
      journal.forEach(bytes -> follower.apply(RecordCodec.decode(bytes)));
      return follower;
    }
  }

  private static void assertKnowsItsOwnSamples(Methods method, int adaptedBlocks) {
    Pupil pupil = new Pupil(method, adaptedBlocks);
    for (int task = 0; task < 2; task++) {
      pupil.begin(task);
      pupil.learn(task);
      pupil.end(task);
    }
    List<String> own = Stream.of("c0", "c1", "c2", "c3").toList();
    assertThat(pupil.answers(pupil.replica)).isEqualTo(own);
    Replica follower = pupil.follower();
    assertThat(follower.theta().sha256()).isEqualTo(pupil.replica.theta().sha256());
    assertThat(pupil.answers(follower)).isEqualTo(own);
  }

  @ParameterizedTest
  @EnumSource
  void worksOnAnAdapter(Methods method) {
    assertKnowsItsOwnSamples(method, 1);
  }

  @ParameterizedTest
  @EnumSource
  void worksWithoutAnAdapter(Methods method) {
    assertKnowsItsOwnSamples(method, 0);
  }

  /** Adapters of different tasks start at different places, so that their spaces differ. */
  @Test
  void easeDrawsEveryAdapterAnew() {
    Pupil pupil = new Pupil(Methods.EASE, 1);
    String slice = pupil.network.slices().getFirst().name();
    int at = pupil.replica.theta().slice(slice).offset();
    List<Float> starts = new ArrayList<>();
    for (int task = 0; task < 3; task++) {
      pupil.begin(task);
      starts.add(pupil.replica.theta().get(at));
      pupil.learn(task % 2);
      pupil.end(task);
    }
    assertThat(starts).doesNotHaveDuplicates();
    assertThat(pupil.follower().theta().sha256()).isEqualTo(pupil.replica.theta().sha256());
  }
}
