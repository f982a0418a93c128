package io.zeroflow.model.vit;

import io.zeroflow.model.weights.WeightFile;
import java.util.regex.Pattern;

/** A file as timm saves it: names and layout as they are used here. */
record TimmWeights(WeightFile file) implements FileWeights {

  private static final Pattern KNOWN =
      Pattern.compile(
          "cls_token|pos_embed|(head|pre_logits)\\..*"
              + "|(patch_embed\\.proj|norm"
              + "|blocks\\.\\d+\\.(norm[12]|attn\\.(qkv|proj)|mlp\\.fc[12]))\\.(weight|bias)");

  @Override
  public Pattern known() {
    return KNOWN;
  }

  @Override
  public float[] tensor(String name, int... shape) {
    return file.floats(name, shape);
  }

  @Override
  public String nameInFile(String timm) {
    return timm;
  }
}
