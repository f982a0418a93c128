package io.zeroflow.data.reader;

import java.util.List;

/**
 * A set of nouns with one meaning.
 *
 * @param offset of its line in the file, in bytes: its identity in WordNet
 * @param lemma the first of the nouns, with spaces
 * @param definition the gloss without its examples
 * @param hypernyms offsets of the more general synsets, of classes and of instances alike
 */
record NounSynset(int offset, String lemma, String definition, List<Integer> hypernyms) {}
