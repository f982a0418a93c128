package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text of megabytes was tokenized whole, in 45 s and 2 GB, to be cut to 64 tokens. */
class LongTextIsTokenizedWholeTest {

  private static final int MAX = 64;
  private static final TextTokens TOKENS = TextTokens.load(MAX);

  @AfterAll
  static void close() {
    TOKENS.close();
  }

  /** Words of letters, accents, digits, marks, Chinese and emoji, between blanks of all kinds. */
  private static Stream<String> texts() {
    String[] words = {
      "the",
      "Unaffable",
      "naïve",
      "e\u0301toile",
      "3.14159",
      "(well-known)",
      "猫が好き",
      "\uD83D\uDE80",
      "[SEP]",
      "antidisestablishmentarianism",
      "\u200Bzero",
      "a\u0000b",
      "x".repeat(101),
      "ß",
      "—"
    };
    String[] blanks = {" ", " ", " ", " ", "\n", "\t", "  ", "\u00A0", "\u3000"};
    return IntStream.range(0, 300)
        .mapToObj(
            seed -> {
              Random random = new Random(seed);
              return random
                  .ints(seed * 4L)
                  .mapToObj(
                      i ->
                          words[Math.floorMod(i, words.length)]
                              + blanks[random.nextInt(blanks.length)])
                  .collect(Collectors.joining());
            });
  }

  @ParameterizedTest
  @MethodSource("texts")
  void hasTheSameTokensAsWhenItIsReadWhole(String text) {
    assertThat(TOKENS.ids(text)).isEqualTo(TOKENS.all(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"猫", "purr.", "https://example.org/?q=", "\uD83D\uDE80", "é"})
  void withoutAnyBlankLikewise(String piece) {
    String text = piece.repeat(20_000);
    assertThat(TOKENS.ids(text)).isEqualTo(TOKENS.all(text));
  }

  /** Eight million characters each, of which at most sixteen thousand are looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"word ", "x", " ", "\u0000", "\u0301", "\uD83D\uDE80", "a.", "\u200B"})
  void isReadNoFurtherThanItMatters(String piece) {
    String text = piece.repeat(8_000_000 / piece.length());
    String head = piece.repeat(256 * MAX / piece.length());
    assertThat(TOKENS.ids(text)).isEqualTo(TOKENS.all(head)).hasSizeLessThanOrEqualTo(MAX);
  }

  @Test
  void isNotCutWithinACharacter() {
    String text = "a".repeat(256 * MAX - 1) + "\uD83D\uDE80" + "b";
    assertThat(TOKENS.ids(text)).isEqualTo(TOKENS.all("a".repeat(256 * MAX - 1)));
  }
}
