package io.zeroflow.model.vit;

import io.zeroflow.model.weights.WeightFile;
import java.util.regex.Pattern;

/** Weights in a file, by names of its own. */
sealed interface FileWeights extends ViTWeights
    permits TimmWeights, HuggingFaceWeights, GoogleWeights {

  WeightFile file();

  /** What the file calls a tensor, or the block's attention that the tensor is part of. */
  String nameInFile(String timm);

  /** Names of all tensors that are used, and of those of a classifier, which are not missed. */
  Pattern known();

  @Override
  default void close() {
    file().close();
  }
}
