package io.zeroflow.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassIncrementalTest {
  private final Dataset data = ToyData.of(10, 6, 4);

  @Test
  void everyClassComesOnceAndWithAllItsExamples() {
    List<Task> tasks = ClassIncremental.split(data, 3, 7, Caps.NONE);

    assertThat(tasks)
        .extracting(Task::name)
        .containsExactly("task-1", "task-2", "task-3", "task-4");
    assertThat(tasks).extracting(t -> t.labels().size()).containsExactly(3, 3, 3, 1);
    assertThat(tasks.stream().flatMap(t -> t.labels().stream()))
        .containsExactlyInAnyOrderElementsOf(data.labels());
    assertThat(tasks.stream().flatMap(t -> t.train().stream()))
        .containsExactlyInAnyOrderElementsOf(data.train());
    assertThat(tasks.stream().flatMap(t -> t.test().stream()))
        .containsExactlyInAnyOrderElementsOf(data.test());
    for (Task task : tasks) {
      assertThat(task.train()).extracting(Example::label).containsOnlyElementsOf(task.labels());
      assertThat(task.test()).extracting(Example::label).containsOnlyElementsOf(task.labels());
    }
  }

  @Test
  void theSeedDecides() {
    Caps caps = new Caps(2, 1);

    assertThat(ClassIncremental.split(data, 2, 1, caps))
        .isEqualTo(ClassIncremental.split(data, 2, 1, caps))
        .isNotEqualTo(ClassIncremental.split(data, 2, 2, caps));
  }

  /** Published results name their seeds. The order was worked out by another program. */
  @Test
  void theOrderOfASeedIsFixed() {
    assertThat(labels(ClassIncremental.split(data, 5, 1993, Caps.NONE)))
        .containsExactly(
            List.of("c2", "c9", "c1", "c4", "c3"), List.of("c6", "c0", "c7", "c5", "c8"));
  }

  @Test
  void capsHoldForEachClassAndDoNotDependOnTheTasks() {
    Caps caps = new Caps(2, 1);
    List<Task> one = ClassIncremental.split(data, 10, 5, caps);
    List<Task> many = ClassIncremental.split(data, 1, 5, caps);

    assertThat(many).allSatisfy(task -> assertThat(task.train()).hasSize(2));
    assertThat(many).allSatisfy(task -> assertThat(task.test()).hasSize(1));
    assertThat(texts(one)).isEqualTo(texts(many));
  }

  @Test
  void listedSizesUseSoManyClasses() {
    assertThat(ClassIncremental.split(data, List.of(4, 1, 2), 0, Caps.NONE))
        .extracting(t -> t.labels().size())
        .containsExactly(4, 1, 2);
  }

  @Test
  void refusesWhatCannotBeCut() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassIncremental.split(data, 0, 0, Caps.NONE))
        .withMessageContaining("are 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassIncremental.split(data, List.of(6, 5), 0, Caps.NONE))
        .withMessage(
            "2 tasks need 11 classes in all, but toy has 10; ask for fewer tasks or classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassIncremental.split(data, List.of(6, 0), 0, Caps.NONE))
        .withMessageContaining("[6, 0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassIncremental.split(data, List.of(), 0, Caps.NONE))
        .withMessageContaining("there are 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassIncremental.split(ToyData.of(2, 3, 0), 1, 0, Caps.NONE))
        .withMessageContaining("has no example to test on");
    assertThatIllegalArgumentException().isThrownBy(() -> new Caps(0, 1));
  }

  private static List<List<String>> labels(List<Task> tasks) {
    return tasks.stream().map(Task::labels).toList();
  }

  private static List<Payload> texts(List<Task> tasks) {
    return tasks.stream().flatMap(t -> t.train().stream()).map(Example::payload).toList();
  }
}
