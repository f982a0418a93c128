package io.zeroflow.bench.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Theta;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToyTest {

  /** What an independent implementation found. */
  @Test
  void theMinimaAreWhereTheyWereFound() {
    assertThat(Toy.newTask(7, -8.43)).isCloseTo(-19.99, within(0.01));
    assertThat(Toy.oldTask(-7, -8.43)).isCloseTo(-19.99, within(0.01));
    assertThat(Toy.newTask(0, -8.3552)).isCloseTo(-15.09, within(0.01));
    assertThat(Toy.oldTask(0, -8.3552)).isCloseTo(-15.09, within(0.01));
    double joint = Toy.both(0, -8.3552);
    for (double[] away : new double[][] {{0.01, 0}, {-0.01, 0}, {0, 0.01}, {0, -0.01}}) {
      assertThat(Toy.both(away[0], -8.3552 + away[1])).isGreaterThan(joint);
    }
  }

  /** An independent run in another language ended at (0.000, −8.355) with each of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fo-sgd(lr=0.005)",
        "fo-adam(lr=0.01)",
        "zo-sgd(lr=0.01)",
        "zo-sgd(lr=0.01, q=4)",
        "zo-sgd-conserve(lr=0.01)",
        "zo-adam(lr=0.01)",
        "zo-adam(lr=0.01, q=4)",
        "zo-adam-conserve(lr=0.01)",
        "forward-grad(lr=0.01)"
      })
  void endsWhereAnIndependentRunEnded(String line) {
    Trajectory trajectory = Trajectory.of(line, -8.5, -5, 30_000, 1);
    assertThat(trajectory.endX()).isCloseTo(0, within(0.05));
    assertThat(trajectory.endY()).isCloseTo(-8.355, within(0.05));
    assertThat(trajectory.arrived()).isPositive();
  }

  /** The same independent run stalled at −6.2 … −6.3: two signs cancel where the tasks disagree. */
  @ParameterizedTest
  @ValueSource(strings = {"zo-sgd-sign(lr=0.01)", "zo-adam-sign(lr=0.01)"})
  void theAuthorsSignOfEachTaskSolvesTheOldOneOnly(String line) {
    Trajectory trajectory = Trajectory.of(line + " each task", -8.5, -5, 30_000, 1);
    assertThat(trajectory.endX()).isBetween(-6.5, -6.0);
    assertThat(trajectory.endY()).isCloseTo(-8.42, within(0.1));
    assertThat(trajectory.arrived()).isZero();
  }

  @Test
  void eachTaskIsBothWhereNothingIsRounded() {
    Trajectory apart = Trajectory.of("zo-sgd(lr=0.01) each task", -8.5, -5, 2_000, 1);
    Trajectory both = Trajectory.of("zo-sgd(lr=0.01)", -8.5, -5, 2_000, 1);
    assertThat(apart.endX()).isCloseTo(both.endX(), within(1e-3));
    assertThat(apart.endY()).isCloseTo(both.endY(), within(1e-3));
  }

  /** On both sides of the axis, where the halves meet, and beside the walls. */
  @ParameterizedTest
  @CsvSource({"-8.5,-5", "3,-0.01", "-4,5", "2,0.3", "0,-8.36", "7,12", "-6.9,4", "8.2,1"})
  void derivativesAreThoseOfTheLoss(float x, float y) {
    Theta theta = Toy.theta(x, y);
    Theta gradient = Toy.theta(0, 0);
    double loss = Toy.joint().gradient(theta, gradient);
    double h = 1e-6;
    double dx = (Toy.both(x + h, y) - Toy.both(x - h, y)) / (2 * h);
    double dy = (Toy.both(x, y + h) - Toy.both(x, y - h)) / (2 * h);
    assertThat(loss).isEqualTo(Toy.both(x, y));
    assertThat((double) gradient.get(0)).isCloseTo(dx, within(1e-6 * (1 + Math.abs(dx))));
    assertThat((double) gradient.get(1)).isCloseTo(dy, within(1e-6 * (1 + Math.abs(dy))));
    assertThat(Toy.joint().slope(theta, Toy.theta(2, -3)).derivative())
        .isCloseTo(2 * dx - 3 * dy, within(1e-5 * (1 + Math.abs(dx) + Math.abs(dy))));
  }

  @Test
  void picturesAreWellFormedAndNotBlank(@TempDir Path directory) throws Exception {
    List<Trajectory> trajectories =
        Trajectories.run(
            List.of("zo-sgd(lr=0.01)", "zo-adam(lr=0.01)"),
            Trajectories.START,
            500,
            1,
            directory,
            t -> {});
    for (String name : List.of("trajectories", "loss", "zo-sgd-lr-0.01", "zo-adam-lr-0.01")) {
      Path svg = directory.resolve(name + ".svg");
      var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
      assertThat(document.getElementsByTagName("path").getLength()).isPositive();
      assertThat(document.getElementsByTagName("text").getLength()).isGreaterThan(10);
      assertThat(Files.size(svg)).isLessThan(1_000_000);
      var image = ImageIO.read(directory.resolve(name + ".png").toFile());
      int[] pixels =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      assertThat(java.util.Arrays.stream(pixels).distinct().count()).isGreaterThan(50);
    }
    assertThat(Files.readString(directory.resolve("trajectories.csv")).lines()).hasSize(3);
    assertThat(Trajectories.markdown(trajectories)).contains("`zo-sgd(lr=0.01)`");
  }
}
