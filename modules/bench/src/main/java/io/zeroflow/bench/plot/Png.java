package io.zeroflow.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** A scene as pixels, two of them for one of the scene's; needs no display. */
public final class Png {

  private static final int SCALE = 2;

  private Png() {}

  /** The picture. */
  public static BufferedImage of(Scene scene) {
    BufferedImage image =
        new BufferedImage(
            SCALE * scene.width(), SCALE * scene.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SCALE, SCALE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, scene.width(), scene.height());
    scene.shapes().forEach(shape -> draw(graphics, shape));
    graphics.dispose();
    return image;
  }

  private static void draw(Graphics2D graphics, Scene.Shape shape) {
    switch (shape) {
      case Scene.Lines lines -> {
        graphics.setColor(Color.decode(lines.colour()));
        graphics.setStroke(
            new BasicStroke((float) lines.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        lines.pieces().forEach(points -> graphics.draw(path(points)));
      }
      case Scene.Dot dot -> {
        graphics.setColor(Color.decode(dot.colour()));
        double r = dot.radius();
        graphics.fill(new Ellipse2D.Double(dot.x() - r, dot.y() - r, 2 * r, 2 * r));
      }
      case Scene.Frame frame -> {
        graphics.setColor(Color.decode(frame.colour()));
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Rectangle2D.Double(frame.x(), frame.y(), frame.width(), frame.height()));
      }
      case Scene.Text text -> {
        graphics.setColor(Color.decode(text.colour()));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, text.size()));
        double width = graphics.getFontMetrics().stringWidth(text.value());
        double shift =
            switch (text.anchor()) {
              case START -> 0;
              case MIDDLE -> width / 2;
              case END -> width;
            };
        graphics.drawString(text.value(), (float) (text.x() - shift), (float) text.y());
      }
    }
  }

  private static Path2D path(double[] points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    return path;
  }
}
