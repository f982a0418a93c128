package io.zeroflow.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zeroflow.data.Dataset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NaturalTasksTest {
  private final Dataset data = ToyData.of(4, 3, 2);

  @Test
  void followsTheGroups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("second half", List.of("c3", "c2"));
    groups.put("first", List.of("c0"));

    List<Task> tasks = NaturalTasks.split(data, groups, 1, new Caps(2, 2));

    assertThat(tasks).extracting(Task::name).containsExactly("second half", "first");
    assertThat(tasks.getFirst().labels()).containsExactly("c3", "c2");
    assertThat(tasks.getFirst().train()).hasSize(4);
  }

  @Test
  void refusesAClassTwiceAndAForeignOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NaturalTasks.split(
                    data, Map.of("a", List.of("c0"), "b", List.of("c0")), 1, Caps.NONE))
        .withMessageContaining("'c0'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NaturalTasks.split(data, Map.of("a", List.of("x")), 1, Caps.NONE))
        .withMessageContaining("toy has no class 'x'; its 4 classes begin with [c0, c1, c2, c3]");
  }
}
