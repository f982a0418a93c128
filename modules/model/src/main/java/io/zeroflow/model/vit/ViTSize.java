package io.zeroflow.model.vit;

/** Sizes with published weights: ViT-Ti/16, ViT-S/16, ViT-B/16 and ViT-L/16 at 224 pixels. */
public enum ViTSize {
  TINY(192, 12, 3),
  SMALL(384, 12, 6),
  BASE(768, 12, 12),
  LARGE(1024, 24, 16);

  private final ViTShape shape;

  ViTSize(int width, int depth, int heads) {
    this.shape = new ViTShape(width, depth, heads, 16, 224);
  }

  /** Width, depth, heads, patch and image size. */
  public ViTShape shape() {
    return shape;
  }
}
