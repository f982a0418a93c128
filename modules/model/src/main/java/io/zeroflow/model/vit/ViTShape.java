package io.zeroflow.model.vit;

/**
 * Size of a vision transformer (Dosovitskiy et al. 2021).
 *
 * @param width of a token
 * @param depth blocks
 * @param heads of a block's attention; they share the width evenly
 * @param patch pixels on a side of a patch
 * @param image pixels on a side of an image, a multiple of the patch
 */
public record ViTShape(int width, int depth, int heads, int patch, int image) {

  static final int CHANNELS = 3;

  public ViTShape {
    if (depth < 1 || heads < 1 || patch < 1 || width < heads || image < patch) {
      throw new IllegalArgumentException(
          "a transformer of width %d, depth %d, %d heads, patch %d and image %d; all must be positive, width at least the heads, image at least the patch"
              .formatted(width, depth, heads, patch, image));
    }
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "width %d is not a multiple of the %d heads".formatted(width, heads));
    }
    if (image % patch != 0) {
      throw new IllegalArgumentException(
          "image size %d is not a multiple of patch size %d".formatted(image, patch));
    }
  }

  /** Patches on a side. */
  int grid() {
    return image / patch;
  }

  /** The class token and the patches. */
  int tokens() {
    return grid() * grid() + 1;
  }

  /** Width of the MLP between its two layers. */
  int inner() {
    return 4 * width;
  }
}
