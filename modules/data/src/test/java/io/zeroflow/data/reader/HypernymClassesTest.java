package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.reader.HypernymClasses.HypernymClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HypernymClassesTest {
  private final List<NounSynset> synsets = new ArrayList<>();

  @Test
  void takesTheLargestThatDoNotOverlap() throws IOException {
    NounSynset everything = add();
    NounSynset large = add(everything);
    NounSynset nested = add(large);
    addMany(nested, 150);
    addMany(large, 450);
    NounSynset other = add(everything);
    addMany(other, 300);
    NounSynset small = add(everything);
    addMany(small, 119);
    // A hyponym of two: whichever is larger has it, the other is no class.
    NounSynset torn = add(everything);
    addMany(torn, 200);
    add(torn, other);

    List<HypernymClass> classes = HypernymClasses.choose("test", synsets);

    assertThat(classes).extracting(HypernymClass::root).containsExactly(large, other);
    assertThat(classes).extracting(c -> c.hyponyms().size()).containsExactly(601, 301);
  }

  @Test
  void prefersTheSmallerOffsetAmongEquals() throws IOException {
    NounSynset first = add();
    NounSynset second = add();
    for (int i = 0; i < 120; i++) {
      add(first, second);
    }

    assertThat(HypernymClasses.choose("test", synsets))
        .extracting(HypernymClass::root)
        .containsExactly(first);
  }

  @Test
  void countsAHyponymOnceHoweverItIsReached() throws IOException {
    NounSynset top = add();
    NounSynset left = add(top);
    NounSynset right = add(top);
    for (int i = 0; i < 118; i++) {
      add(left, right);
    }

    List<HypernymClass> classes = HypernymClasses.choose("test", synsets);

    assertThat(classes).singleElement().extracting(c -> c.hyponyms().size()).isEqualTo(120);
  }

  @Test
  void survivesACycle() throws IOException {
    synsets.add(new NounSynset(0, "a", "a", List.of(1)));
    synsets.add(new NounSynset(1, "b", "b", List.of(0)));
    addMany(synsets.getFirst(), 150);

    assertThat(HypernymClasses.choose("test", synsets))
        .singleElement()
        .satisfies(c -> assertThat(c.hyponyms()).hasSize(151).doesNotContain(c.root()));
  }

  @Test
  void refusesAPointerToNowhere() {
    synsets.add(new NounSynset(0, "orphan", "an orphan", List.of(77)));

    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> HypernymClasses.choose("test", synsets))
        .withMessage("test: expected a synset at byte 77, the hypernym of 'orphan', found none");
  }

  private NounSynset add(NounSynset... hypernyms) {
    int offset = synsets.size();
    NounSynset synset =
        new NounSynset(
            offset,
            "noun" + offset,
            "meaning " + offset,
            List.of(hypernyms).stream().map(NounSynset::offset).toList());
    synsets.add(synset);
    return synset;
  }

  private void addMany(NounSynset hypernym, int count) {
    for (int i = 0; i < count; i++) {
      add(hypernym);
    }
  }
}
