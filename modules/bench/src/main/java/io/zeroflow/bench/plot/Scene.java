package io.zeroflow.bench.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture: shapes in pixels from the upper left corner, the first at the back.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record Scene(int width, int height, List<Shape> shapes) {

  /** A white picture without shapes yet. */
  public Scene(int width, int height) {
    this(width, height, new ArrayList<>());
  }

  /** Something that is drawn; colours are {@code #rrggbb}. */
  public sealed interface Shape {}

  /** Straight pieces, each through its points. */
  public record Lines(List<double[]> pieces, String colour, double width) implements Shape {}

  /** A filled circle. */
  public record Dot(double x, double y, double radius, String colour) implements Shape {}

  /** A rectangle's border. */
  public record Frame(double x, double y, double width, double height, String colour)
      implements Shape {}

  /** Where a text's x is. */
  public enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** One line of text on a baseline. */
  public record Text(double x, double y, String value, int size, Anchor anchor, String colour)
      implements Shape {}

  /** Adds a shape in front. */
  public void add(Shape shape) {
    shapes.add(shape);
  }
}
