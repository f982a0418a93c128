package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A learner that crashes anywhere goes on to write the very records that it would have written
 * without the crash, whatever its method holds in memory: the running task's samples are observed
 * once more, everything else is in the journal, or in a snapshot of it.
 */
class ComebackTest {

  private static final int TASKS = 3;
  private static final int BATCHES = 8;
  private static final int SIZE = 6;
  private static final MethodOptions OPTIONS =
      new MethodOptions(3, 4, 0.1, 16, 0.1, 12, MethodOptions.Selection.HERDING, 0.5);

  private record Lot(List<String> labels, List<float[]> inputs) {}

  private static Lot lot(Random random, int task) {
    List<String> labels = new ArrayList<>();
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      int kind = 2 * task + random.nextInt(2);
      float[] input = new float[Course.WIDTH];
      for (int k = 0; k < input.length; k++) {
        input[k] = (float) (random.nextGaussian() + (k == kind % Course.WIDTH ? 3 : 0));
      }
      labels.add("label-" + kind);
      inputs.add(input);
    }
    return new Lot(labels, inputs);
  }

  /** Runs the tasks; {@code crash} before the batch of that number, −1 for never. */
  private static Course run(Methods method, int crash, boolean snapshot) {
    Random random = new Random(5);
    Course course = new Course(method, OPTIONS);
    int number = 0;
    for (int task = 0; task < TASKS; task++) {
      course.begin("task-" + task);
      List<Lot> learned = new ArrayList<>();
      for (int i = 0; i < BATCHES; i++) {
        if (number++ == crash) {
          Course back = snapshot ? course.fromSnapshot() : course.restarted();
          learned.forEach(lot -> back.observe(lot.labels(), lot.inputs()));
          course = back;
        }
        Lot lot = lot(random, task);
        course.learn(lot.labels(), lot.inputs());
        learned.add(lot);
      }
      course.end();
    }
    return course;
  }

  @ParameterizedTest
  @EnumSource(Methods.class)
  void aCrashAnywhereLeavesNoTrace(Methods method) {
    Course whole = run(method, -1, false);
    float[] probe = lot(new Random(9), 1).inputs().getFirst();
    for (int crash = 0; crash < TASKS * BATCHES; crash++) {
      for (boolean snapshot : new boolean[] {false, true}) {
        Course crashed = run(method, crash, snapshot);
        assertThat(crashed.journal)
            .as("%s, crash before batch %d, snapshot %s", method, crash, snapshot)
            .containsExactlyElementsOf(whole.journal);
        assertThat(crashed.answer(crashed.replica, probe))
            .isEqualTo(whole.answer(whole.replica, probe));
      }
    }
  }
}
