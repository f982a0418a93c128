package io.zeroflow.runtime.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskFinderTest {

  private static final List<String> A = List.of("a1", "a2", "a3", "a4", "a5");
  private static final List<String> B = List.of("b1", "b2", "b3", "b4", "b5");
  private static final List<String> C = List.of("c1", "c2", "c3", "c4", "c5");
  private static final int SEEDS = 20;
  private static final int MANY = 200;

  /** Tasks meet anywhere in a batch, which then holds samples of both. */
  @ParameterizedTest
  @ValueSource(ints = {8, 32, 64})
  void newTasksBeginAndOldOnesComeAgain(int batchSize) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Wanderer stream = new Wanderer(seed, batchSize, MANY);
      for (List<String> task : List.of(A, B, A, C, B, C)) {
        stream.feed("", task, 400 + random.nextInt(batchSize));
      }
      assertThat(stream.visits())
          .as("seed %d: %s", seed, stream.evidence())
          .containsExactly("found-1", "found-2", "found-1", "found-3", "found-2", "found-3");
    }
  }

  /** The classes stay the same, but look otherwise: labels alone would not tell. */
  @Test
  void theSameClassesInAnotherDomainAreAnotherTask() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Wanderer stream = new Wanderer(seed, 32, MANY);
      stream.feed("photo", A, 500);
      stream.feed("sketch", A, 500);
      stream.feed("photo", A, 500);
      assertThat(stream.visits())
          .as("seed %d: %s", seed, stream.evidence())
          .containsExactly("found-1", "found-2", "found-1");
    }
  }

  /** One task fades into the other over 600 samples. */
  @Test
  void aBlurryBoundaryOpensOneTaskAndNotTwo() {
    int once = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Wanderer stream = new Wanderer(seed, 32, MANY);
      stream.feed("", A, 600);
      for (int i = 0; i < 600; i++) {
        stream.feed("", random.nextInt(600) < i ? B : A, 1);
      }
      stream.feed("", B, 600);
      stream.feed("", A, 600);
      assertThat(stream.visits().stream().distinct().count()).isBetween(2L, 3L);
      once += stream.visits().stream().distinct().count() == 2 ? 1 : 0;
    }
    assertThat(once).isGreaterThanOrEqualTo(SEEDS * 8 / 10);
  }

  @Test
  void aSteadyStreamIsOneTask() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Wanderer stream = new Wanderer(seed, 64, MANY);
      stream.feed("", A, 20_000);
      assertThat(stream.visits()).containsExactly("found-1");
    }
  }

  /** One of six: by chance it is a quarter of the samples that are looked at. */
  @Test
  void aClassMoreIsHardlyEverAnotherTask() {
    int another = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Wanderer stream = new Wanderer(seed, 64, MANY);
      stream.feed("", A, 1000);
      stream.feed("", List.of("a1", "a2", "a3", "a4", "a5", "more"), 1000);
      another += stream.visits().size() > 1 ? 1 : 0;
    }
    assertThat(another).isLessThanOrEqualTo(SEEDS / 10);
  }

  /** What follows a restart at any batch is what would have followed without it. */
  @Test
  void aLearnerThatComesBackFindsTheSame() {
    for (int seed = 0; seed < 5; seed++) {
      Wanderer whole = wandering(seed, -1);
      for (int at = 1; at < 60; at++) {
        Wanderer interrupted = wandering(seed, at);
        assertThat(interrupted.taskOfBatch()).isEqualTo(whole.taskOfBatch());
        assertThat(interrupted.evidence()).isEqualTo(whole.evidence());
      }
    }
  }

  private static Wanderer wandering(int seed, int restartAfter) {
    Wanderer stream = new Wanderer(seed, 16, MANY);
    for (int batch = 0; batch < 80; batch++) {
      if (batch == restartAfter) {
        stream.restart();
      }
      for (int i = 0; i < 16; i++) {
        int sample = batch * 16 + i;
        stream.feed("", sample < 403 ? A : sample < 806 ? B : A, 1);
      }
    }
    return stream;
  }

  @Test
  void atTheLimitNoMoreAreOpened() {
    Wanderer stream = new Wanderer(1, 32, 2);
    stream.feed("", A, 500);
    stream.feed("", B, 500);
    stream.feed("", C, 500);
    stream.feed("", A, 500);
    assertThat(stream.visits()).doesNotContain("found-3").startsWith("found-1", "found-2");
    assertThat(stream.visits().getLast()).isEqualTo("found-1");
  }

  @Test
  void theEvidenceSaysWhatWasSeen() {
    Wanderer stream = new Wanderer(1, 64, MANY);
    stream.feed("", A, 512);
    stream.feed("", B, 512);
    stream.feed("", A, 512);
    assertThat(stream.evidence().get(0)).contains("names no task");
    assertThat(stream.evidence().get(1)).contains("for good", "like none of those");
    assertThat(stream.evidence().get(2)).contains("known by a fit of");
  }
}
