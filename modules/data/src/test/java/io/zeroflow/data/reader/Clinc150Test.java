package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Clinc150Test {
  @TempDir Path folder;

  @Test
  void readsTrainAndTest() throws IOException {
    Dataset data =
        Clinc150.read(
            file(
                "{'oos_train':[['what?','oos']],'train':[['pay it','pay'],['hello','greet']],"
                    + "'val':[['hey','greet']],'test':[['hi','greet']],'oos_test':[]}"));

    assertThat(data.labels()).containsExactly("pay", "greet");
    assertThat(data.train()).extracting(Example::label).containsExactly("pay", "greet");
    assertThat(data.test()).extracting(Example::label).containsExactly("greet");
    assertThat(data.test().getFirst().payload()).isEqualTo(new Payload.Text("hi"));
  }

  @Test
  void readsDomainsInTheirOrder() throws IOException {
    assertThat(Clinc150.domains(file("{'z':['b','a'],'a':['c']}")))
        .containsExactly(Map.entry("z", List.of("b", "a")), Map.entry("a", List.of("c")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'train':                                                           | expected JSON, found
          []                                                                  | expected a JSON object, found ARRAY
          {'val':[['a','x']],'test':[['a','x']]}                              | expected 'train' to be a list with entries, found MISSING
          {'train':[['a','x']],'val':[['a','x']],'test':[]}                   | expected 'test' to be a list with entries, found ARRAY
          {'train':[['a','x'],['a']],'val':[['a','x']],'test':[['a','x']]}    | expected train[1] to be [text, intent], found ["a"]
          {'train':[['a',5]],'val':[['a','x']],'test':[['a','x']]}            | expected train[0] to hold strings with text, found 5
          {'train':[['a','x']],'val':[['a','x']],'test':[['a','y']]}          | expected intents that 'train' has too, found 'y'
          """)
  void refusesAnotherLayout(String json, String words) throws IOException {
    Path file = file(json);

    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> Clinc150.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(words);
  }

  /** The counts are those of the paper: 150 intents, 100 to train and 30 to test each. */
  @Test
  void readsThePublishedFile() throws IOException {
    String path = System.getProperty("ZEROFLOW_CLINC150", System.getenv("ZEROFLOW_CLINC150"));
    assumeThat(path)
        .as("set ZEROFLOW_CLINC150 to the path of data_full.json to read the published file")
        .isNotBlank();

    Dataset data = Clinc150.read(Path.of(path));

    assertThat(data.labels()).hasSize(150).doesNotContain("oos");
    assertThat(counts(data.train())).containsOnly(100L);
    assertThat(counts(data.test())).containsOnly(30L);
  }

  private static List<Long> counts(List<Example> examples) {
    return List.copyOf(
        examples.stream()
            .collect(Collectors.groupingBy(Example::label, Collectors.counting()))
            .values());
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("data.json"), json.replace('\'', '"'));
  }
}
