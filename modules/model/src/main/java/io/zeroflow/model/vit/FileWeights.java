package io.zeroflow.model.vit;

import io.zeroflow.model.weights.WeightFile;

/** Weights in a file, by names of its own. */
sealed interface FileWeights extends ViTWeights
    permits TimmWeights, HuggingFaceWeights, GoogleWeights {

  WeightFile file();

  /** What the file calls a tensor, or the block's attention that the tensor is part of. */
  String nameInFile(String timm);

  @Override
  default void close() {
    file().close();
  }
}
