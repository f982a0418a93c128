package io.zeroflow.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashSplitTest {

  private static final int SAMPLES = 20_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.5})
  void holdsOutItsShare(double share) {
    HashSplit split = new HashSplit(share);
    long heldOut =
        IntStream.range(0, SAMPLES)
            .filter(i -> isHeldOut(split.apply(sample("a", "x", Split.TRAIN, "text " + i))))
            .count();
    double deviation = Math.sqrt(SAMPLES * share * (1 - share));
    assertThat((double) heldOut)
        .isBetween(SAMPLES * share - 4 * deviation, SAMPLES * share + 4 * deviation);
  }

  /** Else what is measured could have been learned under another name. */
  @Test
  void theInputAloneDecides() {
    HashSplit split = new HashSplit(0.5);
    for (int i = 0; i < 100; i++) {
      boolean heldOut = isHeldOut(split.apply(sample("a", "x", Split.TRAIN, "text " + i)));
      assertThat(isHeldOut(split.apply(sample("b", "y", Split.TRAIN, "text " + i))))
          .isEqualTo(heldOut);
    }
  }

  @Test
  void whatIsMarkedAsHeldOutStaysSoAndMessagesPass() {
    TaskEnd end = new TaskEnd("a");
    for (int i = 0; i < 100; i++) {
      Sample marked = sample("a", "x", Split.EVAL, "text " + i);
      assertThat(new HashSplit(0.5).apply(marked)).isSameAs(marked);
      Sample training = sample("a", "x", Split.TRAIN, "text " + i);
      assertThat(HashSplit.NONE.apply(training)).isSameAs(training);
    }
    assertThat(new HashSplit(0.5).apply(end)).isSameAs(end);
  }

  /** Computed with sha256sum: another release must not hold out other samples. */
  @Test
  void fingerprintsAreThoseOfEveryRelease() {
    assertThat(new Payload.Text("it purrs").fingerprint()).isEqualTo(TEXT);
    assertThat(new Payload.Image(new byte[] {1, 2, 3}).fingerprint()).isEqualTo(IMAGE);
    assertThat(new Payload.Tensor(new int[] {1, 2}, new float[] {1f, -2.5f}).fingerprint())
        .isEqualTo(TENSOR);
  }

  private static final long TEXT = 0x9227_FAAE_ACAD_6893L;
  private static final long IMAGE = 0x0390_58C6_F2C0_CB49L;
  private static final long TENSOR = 0x7C95_A20F_921E_9145L;

  private static boolean isHeldOut(StreamMessage message) {
    return message instanceof Sample sample && sample.split() == Split.EVAL;
  }

  private static Sample sample(String task, String label, Split split, String text) {
    return new Sample(task, label, split, new Payload.Text(text));
  }
}
