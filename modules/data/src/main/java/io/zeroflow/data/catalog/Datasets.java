package io.zeroflow.data.catalog;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.reader.CifarReader;
import io.zeroflow.data.reader.Clinc150;
import io.zeroflow.data.reader.Cub200;
import io.zeroflow.data.reader.IdxReader;
import io.zeroflow.data.reader.ImageFolder;
import io.zeroflow.data.reader.OmniBenchmark;
import io.zeroflow.data.reader.QuickDraw;
import io.zeroflow.data.reader.WordNetGlosses;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The catalog of data sets. A data set is named by its kind and, where its files are not on the
 * class path, their place: {@code kind:path}.
 */
public enum Datasets {
  /** Definitions of WordNet nouns. */
  WORDNET("wordnet", "") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return WordNetGlosses.read(options.trainPerClass(), options.testPerClass(), options.seed());
    }
  },
  /** Intents. */
  CLINC150("clinc150", "data_full.json") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return Clinc150.read(path);
    }
  },
  /** Handwritten digits. */
  MNIST("mnist", "folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return IdxReader.read("mnist", path, IdxReader.DIGITS);
    }
  },
  /** Clothes, in MNIST's format. */
  FASHION_MNIST("fashion-mnist", "folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return IdxReader.read("fashion-mnist", path, IdxReader.FASHION);
    }
  },
  /** Ten kinds of photographs. */
  CIFAR10("cifar10", "folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return CifarReader.cifar10(path);
    }
  },
  /** A hundred kinds of photographs. */
  CIFAR100("cifar100", "folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return CifarReader.cifar100(path);
    }
  },
  /** Sketches by players of a game. */
  QUICKDRAW("quickdraw", "tgz or folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return QuickDraw.read(path);
    }
  },
  /** Photographs of two hundred kinds of birds. */
  CUB200("cub200", "folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return Cub200.read(path);
    }
  },
  /**
   * Photographs of two hundred classes of ImageNet that networks mistake (Hendrycks et al., CVPR
   * 2021), a folder a WordNet number. It is published as a test set: where it has no {@code train}
   * and {@code test} folders, a fifth of each class is held out, the same one in every run.
   */
  IMAGENET_A("imagenet-a", "folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return ImageFolder.readShare("imagenet-a", path, 0.2, 0);
    }
  },
  /** Photographs of many realms. */
  OMNIBENCHMARK("omnibenchmark", "folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return OmniBenchmark.read(path);
    }
  },
  /** PNG and JPEG files, a folder a class. */
  IMAGES("images", "folder") {
    @Override
    Dataset read(Path path, DatasetOptions options) throws IOException {
      return ImageFolder.read("images", path, options.testPerClass(), options.seed());
    }
  };

  private final String kind;
  private final String place;

  Datasets(String kind, String place) {
    this.kind = kind;
    this.place = place;
  }

  abstract Dataset read(Path path, DatasetOptions options) throws IOException;

  /** Every form of a data set's name, as help and errors show them. */
  public static String known() {
    return Arrays.stream(values()).map(Datasets::form).collect(Collectors.joining(", "));
  }

  /**
   * Opens a data set.
   *
   * @param name {@code wordnet}, or {@code kind:path} for the kinds that lie on disk
   * @param options for data sets without a published split; others come whole
   * @throws IOException if its files are missing, unreadable or malformed
   * @throws IllegalArgumentException if the name is not known or lacks its path
   */
  public static Dataset open(String name, DatasetOptions options) throws IOException {
    int colon = name.indexOf(':');
    String kind = colon < 0 ? name : name.substring(0, colon);
    String path = colon < 0 ? "" : name.substring(colon + 1);
    for (Datasets dataset : values()) {
      if (dataset.kind.equals(kind)) {
        return dataset.open(name, path, options);
      }
    }
    throw new IllegalArgumentException(
        "no data set is called '%s'; there are %s".formatted(name, known()));
  }

  private Dataset open(String name, String path, DatasetOptions options) throws IOException {
    if (path.isEmpty() != place.isEmpty()) {
      throw new IllegalArgumentException(
          "the data set '%s' is to be named as %s".formatted(name, form()));
    }
    try {
      return read(Path.of(path), options);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'%s' is not a path".formatted(path), e);
    }
  }

  private String form() {
    return place.isEmpty() ? kind : kind + ":<" + place + ">";
  }
}
