package io.zeroflow.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import io.zeroflow.data.reader.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                + "cifar10:<folder>, cifar100:<folder>, quickdraw:<tgz or folder>, "
                + "cub200:<folder>, imagenet-a:<folder>, omnibenchmark:<folder>, images:<folder>");
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

  @Test
  void holdsTheSameFifthOfImageNetAOutInEveryRun() throws IOException {
    for (int i = 0; i < 12; i++) {
      write("imagenet-a/n01498041/" + i + ".jpg", i);
    }
    for (int i = 0; i < 3; i++) {
      write("imagenet-a/n01531178/" + i + ".jpg", 100 + i);
    }
    write("imagenet-a/README.txt", 9);
    String name = "imagenet-a:" + folder.resolve("imagenet-a");

    Dataset data = Datasets.open(name, OPTIONS);

    assertThat(data.labels()).containsExactly("n01498041", "n01531178");
    assertThat(data.train()).hasSize(10 + 2);
    assertThat(data.test()).hasSize(2 + 1);
    assertThat(payloads(Datasets.open(name, new DatasetOptions(1, 1, 99)).test()))
        .isEqualTo(payloads(data.test()));
  }

  private void write(String name, int content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[] {(byte) content});
  }

  private static List<Payload> payloads(List<Example> examples) {
    return examples.stream().map(Example::payload).toList();
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
