package io.zeroflow.runtime.settings;

/**
 * What only MobileNetV2 needs.
 *
 * @param imageSide pixels in height and width, a multiple of 32
 * @param weights the package that has them, or the folder that it unpacks to
 */
public record MobileNetSettings(int imageSide, String weights) {

  static MobileNetSettings from(Section section) {
    return new MobileNetSettings(section.whole("image-side", 32, 512), section.text("weights"));
  }
}
