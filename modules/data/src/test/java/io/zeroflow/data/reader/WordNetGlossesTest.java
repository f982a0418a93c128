package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On WordNet itself; the expected counts were taken by another program in another language. */
class WordNetGlossesTest {
  private static final int ALL = Integer.MAX_VALUE;

  private static Dataset everything;

  @BeforeAll
  static void read() throws IOException {
    everything = WordNetGlosses.read(ALL, 10, 1);
  }

  @Test
  void hasTheClassesOfTheHierarchy() {
    assertThat(everything.labels())
        .hasSize(108)
        .startsWith("writing", "bird", "belief", "unit of measurement")
        .contains("carnivore", "musical instrument", "motion", "motion 332776")
        .endsWith("mythical being", "notation", "amorphous shape");
  }

  @Test
  void hasEveryDefinitionOnce() {
    assertThat(texts(everything.train(), everything.test()))
        .hasSize(36_817)
        .doesNotHaveDuplicates();
    Map<String, Long> sizes =
        Stream.concat(everything.train().stream(), everything.test().stream())
            .collect(Collectors.groupingBy(Example::label, Collectors.counting()));
    assertThat(sizes)
        .containsEntry("writing", 889L)
        .containsEntry("bird", 868L)
        .containsEntry("amorphous shape", 120L);
  }

  @Test
  void labelsADefinitionWithWhatItIsAKindOf() {
    assertThat(everything.train())
        .filteredOn(e -> e.payload().equals(new Payload.Text("a young wolf")))
        .extracting(Example::label)
        .containsExactly("carnivore");
  }

  @Test
  void takesNoExamplesOfUse() {
    assertThat(texts(everything.train(), everything.test())).noneMatch(t -> t.contains("; \""));
  }

  @Test
  void holdsTheSameOutHoweverMuchIsLearned() throws IOException {
    Dataset little = WordNetGlosses.read(5, 10, 1);

    assertThat(little.train()).hasSize(108 * 5);
    assertThat(little.test()).hasSize(108 * 10);
    assertThat(texts(little.test())).isEqualTo(texts(everything.test()));
    assertThat(texts(little.test())).isNotEqualTo(texts(WordNetGlosses.read(5, 10, 2).test()));
  }

  @Test
  void refusesLimitsThatLeaveNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordNetGlosses.read(1, 889, 1))
        .withMessage(
            "the class 'writing' has 889 definitions; hold out fewer than the 889 asked for");
    assertThatIllegalArgumentException().isThrownBy(() -> WordNetGlosses.read(0, 1, 1));
  }

  @SafeVarargs
  private static List<String> texts(List<Example>... parts) {
    return Stream.of(parts)
        .flatMap(List::stream)
        .map(e -> ((Payload.Text) e.payload()).text())
        .toList();
  }
}
