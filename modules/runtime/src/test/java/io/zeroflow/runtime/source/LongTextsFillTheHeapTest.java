package io.zeroflow.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.split.HashSplit;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of texts of megabytes waited for the learner whole, of which 64 tokens were read. */
class LongTextsFillTheHeapTest {

  private static final SampleCodec CODEC = new SampleCodec();
  private static final SampleChecks CHECKS =
      new SampleChecks(input -> {}, 9, 9, List.of(), List.of());

  private static Sample decoded(String text, double heldOut) {
    byte[] value = CODEC.encode(new Sample("t", "cat", Split.TRAIN, new Payload.Text(text)));
    Decoded decoded =
        Decoded.of(
            new ConsumerRecord<>("tasks", 0, 0, new byte[0], value),
            CODEC,
            new HashSplit(heldOut),
            CHECKS);
    return (Sample) Objects.requireNonNull(decoded.message());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rain ", "\uD83D\uDE80", "x", " x"})
  void onlyWhatCanBeReadIsKept(String piece) {
    String text = "a" + piece.repeat(4_000_000 / piece.length());
    String kept = ((Payload.Text) decoded(text, 0).payload()).text();
    assertThat(text).startsWith(kept);
    assertThat(kept.length()).isBetween(Decoded.MAX_TEXT - 1, Decoded.MAX_TEXT);
    assertThat(Character.isHighSurrogate(kept.charAt(kept.length() - 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, Decoded.MAX_TEXT})
  void otherTextsStayAsTheyAre(int length) {
    String text = "x".repeat(length);
    assertThat(decoded(text, 0).payload()).isEqualTo(new Payload.Text(text));
  }

  /** Which samples are held out goes by the whole text, as before. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void theSplitGoesByAllOfIt(int end) {
    String text = "x".repeat(Decoded.MAX_TEXT) + end;
    Sample whole = new Sample("t", "cat", Split.TRAIN, new Payload.Text(text));
    assertThat(decoded(text, 0.5).split())
        .isEqualTo(((Sample) new HashSplit(0.5).apply(whole)).split());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Decoded.MAX_TEXT, 1_000_000})
  void blanksBeforeItAreNotAllThatIsLeft(int blanks) {
    String text = " ".repeat(blanks) + "rain".repeat(Decoded.MAX_TEXT);
    assertThat(((Payload.Text) decoded(text, 0).payload()).text()).contains("rain");
  }
}
