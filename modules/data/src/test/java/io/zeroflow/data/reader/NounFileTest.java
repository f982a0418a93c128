package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NounFileTest {

  @Test
  void readsSynsetsAndSkipsTheLicence() throws IOException {
    String licence = "  1 You may use this.  \n";
    int first = licence.length();
    String entity = "%08d 03 n 01 entity 0 000 | that which is  \n".formatted(first);
    int second = first + entity.length();
    String wolf =
        ("%08d 05 n 0b wolf_cub 0 b 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j 0 k 0 "
                + "003 @ %08d n 0000 ~ 00000999 n 0000 @i %08d n 0000 "
                + "| a young wolf; of the woods; \"it howled\"; \"it ran\"  \n")
            .formatted(second, first, first);

    List<NounSynset> synsets = parse(licence + entity + wolf);

    assertThat(synsets)
        .containsExactly(
            new NounSynset(first, "entity", "that which is", List.of()),
            new NounSynset(
                second, "wolf cub", "a young wolf; of the woods", List.of(first, first)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  1 only a licence  \n",
        "00000000 03 n 01 entity 0 000 | no line feed",
        "00000007 03 n 01 entity 0 000 | another offset\n",
        "00000000 03 n 01 entity 0 000 no gloss\n",
        "00000000 03 n 00 000 | no word\n",
        "00000000 03 n zz entity 0 000 | no count\n",
        "00000000 03 n ff entity 0 000 | too few words\n",
        "00000000 03 n 01 entity 0 002 @ 00000000 n 0000 | too few pointers\n",
        "00000000 03 n 01 entity 0 001 @ nowhere n 0000 | no number\n",
        "00000000 03 n 01 entity 0 000 | ; \"only an example\"\n",
        "lemma,gloss\n",
      })
  void refusesAnotherLayout(String text) {
    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> parse(text))
        .withMessageStartingWith("data.noun: expected ");
  }

  private static List<NounSynset> parse(String text) throws IOException {
    return NounFile.parse("data.noun", text.getBytes(StandardCharsets.US_ASCII));
  }
}
