package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** L = L_cur + α · L_reg, for the L2 anchor, EWC, SI and LwF. */
class RegularisedTest {

  private static final int WIDTH = Course.WIDTH;
  private static final double PENALTY = 3;
  private static final MethodOptions OPTIONS =
      new MethodOptions(4, 30, 0.1, 8, 0.1, 10, MethodOptions.Selection.HERDING, PENALTY);

  private final Random random = new Random(91);

  private List<float[]> gaussians(int n) {
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] values = new float[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        values[k] = (float) random.nextGaussian();
      }
      all.add(values);
    }
    return all;
  }

  /** One task that is over, with steps, and another whose class is warm. */
  private Course learned(Methods method) {
    Course course = new Course(method, OPTIONS);
    course.begin("t1");
    for (String label : List.of("a", "b")) {
      course.learn(Collections.nCopies(4, label), gaussians(4));
    }
    for (int step = 0; step < 10; step++) {
      course.learn(List.of("a", "b", "a"), gaussians(3));
    }
    course.end();
    course.begin("t2");
    course.learn(Collections.nCopies(4, "c"), gaussians(4));
    return course;
  }

  private static double current(
      Course course, Theta theta, List<String> labels, List<float[]> inputs) {
    int[] rows = labels.stream().mapToInt(course.replica::headRowNumber).toArray();
    try (Batch batch = course.batch(inputs)) {
      return course.network.loss(theta, batch, new Target.Rows(rows));
    }
  }

  private static double loss(
      Course course, Theta theta, List<String> labels, List<float[]> inputs) {
    try (Lesson lesson = course.lesson(labels, inputs)) {
      return ((Lesson.Step) lesson).objective().loss(theta);
    }
  }

  private Theta candidate(Course course) {
    Theta candidate = course.replica.theta().copy();
    for (int i = 0; i < candidate.size(); i++) {
      candidate.set(i, candidate.get(i) + (float) (0.3 * random.nextGaussian()));
    }
    return candidate;
  }

  @ParameterizedTest
  @EnumSource(names = {"L2", "EWC", "SI", "LWF"})
  void theFirstTaskHasNoPenalty(Methods method) {
    Course course = new Course(method, OPTIONS);
    course.begin("t1");
    course.learn(Collections.nCopies(4, "a"), gaussians(4));
    List<String> labels = List.of("a", "a");
    List<float[]> inputs = gaussians(2);
    Theta candidate = candidate(course);
    assertThat(loss(course, candidate, labels, inputs))
        .isEqualTo(current(course, candidate, labels, inputs));
  }

  @ParameterizedTest
  @EnumSource(names = {"L2", "EWC", "SI"})
  void thePenaltyIsTheWeightedDistanceFromTheLastTasksEnd(Methods method) {
    Course course = learned(method);
    AnchorState state = (AnchorState) course.replica.method();
    Theta anchor = Objects.requireNonNull(state.anchor()).copy();
    assertThat(anchor.size()).isEqualTo(3 * WIDTH);
    for (int step = 0; step < 5; step++) {
      course.learn(List.of("c", "c"), gaussians(2));
    }
    assertThat(Objects.requireNonNull(state.anchor()).sha256()).isEqualTo(anchor.sha256());
    Theta candidate = candidate(course);
    double penalty = 0;
    double whole = 0;
    for (Part part : Part.of(anchor)) {
      whole += state.importance().of(part);
      for (int i = part.from(); i < part.to(); i++) {
        double distance = (double) candidate.get(i) - anchor.get(i);
        penalty += state.importance().of(part) / 2 * distance * distance;
      }
    }
    assertThat(whole).isPositive();
    List<String> labels = List.of("c", "c", "c");
    List<float[]> inputs = gaussians(3);
    assertThat(loss(course, candidate, labels, inputs))
        .isCloseTo(current(course, candidate, labels, inputs) + PENALTY * penalty, within(1e-9));
  }

  /** The teacher is the model as the last task left it; students answer for its rows alone. */
  @Test
  void lwfDistilsFromTheLastTasksModel() {
    Course course = learned(Methods.LWF);
    Theta anchor = Objects.requireNonNull(((AnchorState) course.replica.method()).anchor());
    List<String> labels = List.of("c", "c", "c");
    List<float[]> inputs = gaussians(3);
    Theta candidate = candidate(course);
    double distillation = 0;
    try (Batch batch = course.batch(inputs)) {
      float[][] teacher = course.network.logits(anchor, batch);
      float[][] student = course.network.logits(candidate, batch);
      for (int i = 0; i < 3; i++) {
        // Of two classes a softmax is a logistic function of the difference.
        double says = 1 / (1 + Math.exp((teacher[i][1] - teacher[i][0]) / 2));
        double answers = 1 / (1 + Math.exp((student[i][1] - student[i][0]) / 2));
        distillation -= 4 * (says * Math.log(answers) + (1 - says) * Math.log(1 - answers)) / 3;
      }
    }
    assertThat(loss(course, candidate, labels, inputs))
        .isCloseTo(
            current(course, candidate, labels, inputs) + PENALTY * distillation, within(1e-6));
  }

  /** Only EWC pays for the end of a task, and what it measures is not measured again. */
  @Test
  void anEndThatWasInterruptedIsProbedOnce() {
    Course course = learned(Methods.EWC);
    List<Change> changes = course.method.end(course.replica);
    assertThat(changes).hasOnlyElementsOfType(Change.Probed.class).hasSize(1);
    changes.forEach(course::commit);
    Course again = course.restarted();
    assertThat(again.method.end(again.replica)).isEmpty();
    again.end();
    Part shift = Part.of(again.replica.theta()).getFirst();
    assertThat(((AnchorState) again.replica.method()).importance().of(shift))
        .isEqualTo(((AnchorState) course.replica.method()).importance().of(shift));
    assertThat(learned(Methods.L2).method.end(course.replica)).isEmpty();
  }

  @Test
  void theAnchorMovesWithTheEndOfTheRunningTaskAlone() {
    Course course = learned(Methods.L2);
    AnchorState state = (AnchorState) course.replica.method();
    String first = Objects.requireNonNull(state.anchor()).sha256();
    course.commit(new Change.TaskEnded("t1", List.of()));
    assertThat(Objects.requireNonNull(state.anchor()).sha256()).isEqualTo(first);
    course.learn(List.of("c"), gaussians(1));
    course.end();
    assertThat(Objects.requireNonNull(state.anchor()).sha256())
        .isEqualTo(course.replica.theta().sha256());
  }
}
