package io.zeroflow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void readsWhatItWrites() {
    List<String> values = List.of("zo-sgd(lr=1e-3, q=2)", "", "he said \"no\"", "\"", "1.5", "a b");

    String line = Csv.line(values);

    assertThat(line).isEqualTo("\"zo-sgd(lr=1e-3, q=2)\",,\"he said \"\"no\"\"\",\"\"\"\",1.5,a b");
    assertThat(Csv.values(line)).isEqualTo(values);
  }
}
