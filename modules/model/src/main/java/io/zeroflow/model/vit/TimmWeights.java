package io.zeroflow.model.vit;

import io.zeroflow.model.weights.WeightFile;

/** A file as timm saves it: names and layout as they are used here. */
record TimmWeights(WeightFile file) implements FileWeights {

  @Override
  public float[] tensor(String name, int... shape) {
    return file.floats(name, shape);
  }

  @Override
  public String nameInFile(String timm) {
    return timm;
  }
}
