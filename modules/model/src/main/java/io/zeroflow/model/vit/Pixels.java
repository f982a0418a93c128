package io.zeroflow.model.vit;

import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what the network sees of an input: the shorter side is resized to 8/7 of the network's size
 * (256 for 224), the middle is cut out, and bytes are scaled to [0, 1]. A tensor, of 1 or 3
 * channels and values from 0 to 1, is treated alike unless it has the network's size already. Grey
 * stands for all three colours.
 *
 * @param size pixels on a side
 */
record Pixels(int size, float mean, float deviation) {

  private static final int COLOURS = ViTShape.CHANNELS;

  /** Whether the kind of input can be used; an image file may still turn out to be broken. */
  static void check(Input input) {
    boolean fits =
        switch (input) {
          case Input.Text _ -> false;
          case Input.Image _ -> true;
          case Input.Pixels(List<Integer> shape, float[] values) -> fits(shape, values.length);
        };
    if (!fits) {
      throw new UnsupportedInputException(
          "the vision transformer takes a PNG or JPEG image or a tensor [3, height, width], [1, height, width] or [height, width], not %s; send one of these, or choose a network for it"
              .formatted(input.kind()));
    }
  }

  private static boolean fits(List<Integer> shape, int values) {
    int rank = shape.size();
    boolean planes = rank == 2 || (rank == 3 && (shape.get(0) == 1 || shape.get(0) == COLOURS));
    if (!planes) {
      return false;
    }
    long height = shape.get(rank - 2);
    long width = shape.get(rank - 1);
    int channels = rank == 2 ? 1 : shape.get(0);
    return height > 0 && width > 0 && values % channels == 0 && height * width == values / channels;
  }

  /**
   * Values that the network sees, [3, size, size].
   *
   * @throws UnsupportedInputException if it is not an image
   */
  float[] of(Input input) {
    check(input);
    boolean file = input instanceof Input.Image;
    List<Plane> planes =
        switch (input) {
          case Input.Image(byte[] bytes) -> Picture.decode(bytes, Colours::of);
          case Input.Pixels pixels -> split(pixels);
          case Input.Text _ -> throw new IllegalStateException("text was checked");
        };
    float[] out = new float[COLOURS * size * size];
    for (int colour = 0; colour < COLOURS; colour++) {
      float[] values = framed(planes.get(colour), file).values();
      for (int i = 0; i < values.length; i++) {
        float value = file ? values[i] / 255f : values[i];
        out[colour * values.length + i] = (value - mean) / deviation;
      }
    }
    return out;
  }

  private Plane framed(Plane plane, boolean bytes) {
    boolean ready = !bytes && plane.height() == size && plane.width() == size;
    return ready ? plane : Bicubic.resize(plane, window(plane.height(), plane.width()), bytes);
  }

  /** As torchvision's Resize and CenterCrop: the longer side is rounded down, halves to even. */
  private Bicubic.Window window(int height, int width) {
    long shorter = Math.round(size * 8 / 7.0);
    long longer = shorter * Math.max(height, width) / Math.min(height, width);
    long tall = height > width ? longer : shorter;
    long wide = width > height ? longer : shorter;
    return new Bicubic.Window(tall, wide, margin(tall), margin(wide), size);
  }

  private long margin(long side) {
    return (long) Math.rint((side - size) / 2.0);
  }

  private static List<Plane> split(Input.Pixels pixels) {
    List<Integer> shape = pixels.shape();
    int height = shape.get(shape.size() - 2);
    int width = shape.getLast();
    int channels = shape.size() == 2 ? 1 : shape.get(0);
    List<Plane> planes = new ArrayList<>();
    for (int colour = 0; colour < COLOURS; colour++) {
      float[] values = new float[height * width];
      int channel = channels == 1 ? 0 : colour;
      System.arraycopy(pixels.values(), channel * values.length, values, 0, values.length);
      planes.add(new Plane(height, width, values));
    }
    return planes;
  }
}
