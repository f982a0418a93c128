package io.zeroflow.data;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedDatasetTest {

  @Test
  void refusesALabelThatIsListedTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoadedDataset("pets", List.of("cat", "cat"), List.of(), List.of()))
        .withMessage("pets: the label 'cat' is listed twice");
  }

  @Test
  void refusesAnExampleOfAForeignClass() {
    Example dog = Example.of("dog", new Payload.Text("it barks"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoadedDataset("pets", List.of("cat"), List.of(), List.of(dog)))
        .withMessage("pets: an example has the label 'dog', which is not listed");
  }
}
