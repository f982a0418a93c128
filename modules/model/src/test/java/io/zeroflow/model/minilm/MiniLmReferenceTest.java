package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the ONNX graph itself, executed node by node; see src/test/python. */
class MiniLmReferenceTest {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reference(String text, long[] ids, double[] feature) {
    @Override
    public String toString() {
      return text;
    }
  }

  static List<Reference> references() throws IOException {
    try (InputStream in = MiniLmReferenceTest.class.getResourceAsStream("/minilm-reference.txt")) {
      String file = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = Arrays.stream(file.split("\n")).skip(1).toList();
      return IntStream.iterate(0, i -> i < lines.size(), i -> i + 3)
          .mapToObj(
              i ->
                  new Reference(
                      lines.get(i),
                      numbers(lines.get(i + 1)).mapToLong(Long::parseLong).toArray(),
                      numbers(lines.get(i + 2)).mapToDouble(Double::parseDouble).toArray()))
          .toList();
    }
  }

  private static Stream<String> numbers(String line) {
    return Arrays.stream(line.split(" "));
  }

  @ParameterizedTest
  @MethodSource("references")
  void tokensAreThoseOfTheReference(Reference reference) {
    try (TextTokens tokens = TextTokens.load(64)) {
      assertThat(tokens.ids(reference.text())).isEqualTo(reference.ids());
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void pooledFeatureIsThatOfTheReference(Reference reference) {
    for (int adaptedBlocks : new int[] {0, 1, 2, 6}) {
      Encoded encoded = Loaded.minilm(adaptedBlocks).encode(new Input.Text(reference.text()));
      assertThat(encoded.tokens()).isEqualTo(reference.ids().length);
      assertClose(encoded.pooled(), reference.feature());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 6})
  void freshAdaptersAreTheIdentity(int adaptedBlocks) throws IOException {
    MiniLm network = Loaded.minilm(adaptedBlocks);
    List<Encoded> encoded = Loaded.encode(network, references().stream().map(Reference::text));
    try (Batch batch = network.collate(encoded)) {
      float[][] features = network.features(Loaded.fresh(network, 1), batch);
      for (int i = 0; i < features.length; i++) {
        assertClose(features[i], references().get(i).feature());
      }
    }
  }

  @Test
  void similarSentencesAreCloser() {
    List<Encoded> encoded =
        Loaded.encode(
            Loaded.minilm(0),
            Stream.of(
                "What is the exchange rate between dollars and euros?",
                "How many dollars do I get for one euro?",
                "Please play some quiet piano music."));
    double close = cosine(encoded.get(0).pooled(), encoded.get(1).pooled());
    double far = cosine(encoded.get(0).pooled(), encoded.get(2).pooled());
    assertThat(close).isGreaterThan(0.6);
    assertThat(far).isLessThan(0.2);
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("feature %d", i).isCloseTo(expected[i], within(1e-4));
    }
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }
}
