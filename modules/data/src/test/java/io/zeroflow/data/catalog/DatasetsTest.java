package io.zeroflow.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.reader.BadFileException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
  private static final DatasetOptions OPTIONS = new DatasetOptions(3, 2, 1);

  @TempDir Path folder;

  @Test
  void opensWhatLiesOnTheClassPath() throws IOException {
    Dataset data = Datasets.open("wordnet", OPTIONS);

    assertThat(data.train()).hasSize(108 * 3);
    assertThat(data.test()).hasSize(108 * 2);
  }

  @Test
  void listsWhatIsKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Datasets.open("imagenet:/data", OPTIONS))
        .withMessage(
            "no data set is called 'imagenet:/data'; there are wordnet, "
                + "clinc150:<data_full.json>, mnist:<folder>, fashion-mnist:<folder>, "
                + "cifar10:<folder>, cifar100:<folder>, quickdraw:<tgz or folder>, images:<folder>");
  }

  @Test
  void wantsAPathWhereThereAreFilesAndNoneElsewhere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Datasets.open("mnist", OPTIONS))
        .withMessage("the data set 'mnist' is to be named as mnist:<folder>");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Datasets.open("wordnet:/data", OPTIONS))
        .withMessage("the data set 'wordnet:/data' is to be named as wordnet");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Datasets.open("mnist:\0", OPTIONS))
        .withMessageContaining("is not a path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clinc150",
        "mnist",
        "fashion-mnist",
        "cifar10",
        "cifar100",
        "quickdraw",
        "images"
      })
  void namesThePlaceWhereNothingIs(String kind) {
    Path nowhere = folder.resolve("nowhere");

    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> Datasets.open(kind + ":" + nowhere, OPTIONS))
        .withMessageStartingWith(nowhere.toString());
  }
}
