package io.zeroflow.data.reader;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts the noun hierarchy into classes that share no synset.
 *
 * <p>A candidate is a synset with {@value #MIN} to {@value #MAX} distinct transitive hyponyms.
 * Candidates are taken greedily, the most hyponyms first and the smaller offset among equals; one
 * that overlaps what is taken (itself or a hyponym) is left out.
 */
final class HypernymClasses {
  static final int MIN = 120;
  static final int MAX = 900;

  /**
   * One class.
   *
   * @param root the hypernym that gives the class its name
   * @param hyponyms its transitive hyponyms without itself, by offset
   */
  record HypernymClass(NounSynset root, List<NounSynset> hyponyms) {}

  private record Candidate(int root, BitSet hyponyms, int size) {}

  private HypernymClasses() {}

  /**
   * Chooses the classes, the largest first.
   *
   * @param synsets by offset
   */
  static List<HypernymClass> choose(String name, List<NounSynset> synsets) throws IOException {
    List<List<Integer>> children = children(name, synsets);
    List<Candidate> candidates = new ArrayList<>();
    int[] visitedFor = new int[synsets.size()];
    for (int i = 0; i < synsets.size(); i++) {
      List<Integer> hyponyms = hyponyms(children, i, visitedFor);
      if (hyponyms.size() >= MIN && hyponyms.size() <= MAX) {
        BitSet set = new BitSet();
        hyponyms.forEach(set::set);
        candidates.add(new Candidate(i, set, hyponyms.size()));
      }
    }
    candidates.sort(
        Comparator.comparingInt(Candidate::size).reversed().thenComparingInt(Candidate::root));
    BitSet taken = new BitSet();
    List<HypernymClass> classes = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (!taken.get(candidate.root) && !taken.intersects(candidate.hyponyms)) {
        taken.set(candidate.root);
        taken.or(candidate.hyponyms);
        classes.add(
            new HypernymClass(
                synsets.get(candidate.root),
                candidate.hyponyms.stream().mapToObj(synsets::get).toList()));
      }
    }
    return classes;
  }

  private static List<List<Integer>> children(String name, List<NounSynset> synsets)
      throws IOException {
    Map<Integer, Integer> indexes = new HashMap<>();
    List<List<Integer>> children = new ArrayList<>();
    for (int i = 0; i < synsets.size(); i++) {
      indexes.put(synsets.get(i).offset(), i);
      children.add(new ArrayList<>(0));
    }
    for (int i = 0; i < synsets.size(); i++) {
      for (int hypernym : synsets.get(i).hypernyms()) {
        Integer parent = indexes.get(hypernym);
        if (parent == null) {
          throw new BadFileException(
              name,
              "a synset at byte %d, the hypernym of '%s'"
                  .formatted(hypernym, synsets.get(i).lemma()),
              "none");
        }
        children.get(parent).add(i);
      }
    }
    return children;
  }

  /**
   * The distinct transitive hyponyms, without the root even where a malformed file has a cycle. It
   * stops beyond {@link #MAX}: such a synset is no candidate, however many more there are.
   *
   * @param visitedFor by synset, one more than the root of the last visit; saves clearing 80,000
   *     marks for each of as many roots
   */
  private static List<Integer> hyponyms(List<List<Integer>> children, int root, int[] visitedFor) {
    int mark = root + 1;
    visitedFor[root] = mark;
    List<Integer> found = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>(children.get(root));
    while (!open.isEmpty() && found.size() <= MAX) {
      int next = open.pop();
      if (visitedFor[next] != mark) {
        visitedFor[next] = mark;
        found.add(next);
        children.get(next).forEach(open::push);
      }
    }
    return found;
  }
}
