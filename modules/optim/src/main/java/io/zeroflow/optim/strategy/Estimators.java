package io.zeroflow.optim.strategy;

import io.zeroflow.optim.estimate.Backprop;
import io.zeroflow.optim.estimate.Directions;
import io.zeroflow.optim.estimate.Estimator;
import io.zeroflow.optim.estimate.FiniteDifference;
import io.zeroflow.optim.estimate.FiniteDifference.Stencil;
import io.zeroflow.optim.estimate.ForwardGradient;
import io.zeroflow.optim.estimate.Scalars;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.noise.KeptNoise;
import io.zeroflow.optim.noise.RademacherNoise;
import java.util.List;

/** The estimators that strategies are made of, and their options. */
final class Estimators {

  /**
   * z is kept for the update where all of a step's directions are at most 4 MiB, else drawn again.
   */
  private static final int KEPT_FLOATS = 1 << 20;

  private static final NumberOption EPS =
      NumberOption.positive("eps", 1e-3, 1000, "smoothing radius ε of the probe");
  private static final NumberOption Q =
      NumberOption.count("q", 1, 1025, "queries: directions that are probed and averaged");
  private static final ChoiceOption SIDES =
      new ChoiceOption("sides", List.of("two", "one"), "sides on which a direction is probed");
  private static final NumberOption CLIP =
      NumberOption.fraction("clip", 0, 1e15, "bound on the gradient along a direction; 0 is none");
  private static final NumberOption CLIP_NORM =
      NumberOption.fraction("clip", 0, 1e15, "bound on the gradient's norm; 0 is none");
  private static final ChoiceOption NOISE =
      new ChoiceOption("noise", List.of("gaussian", "rademacher"), "distribution of a direction");
  private static final NumberOption SPARSITY =
      NumberOption.fraction("sparsity", 0, 1, "share of coordinates that a step leaves alone");
  private static final ChoiceOption RESAMPLE =
      new ChoiceOption("resample", List.of("step", "task"), "how often these are drawn anew");

  /** Sign of the projected gradient (the authors' code), or of each coordinate (Eq. 6). */
  static final ChoiceOption SIGN =
      new ChoiceOption("sign", List.of("scalar", "elementwise"), "what the sign is taken of");

  static final Part<Estimator> FINITE_DIFFERENCE =
      new Part<>(
          List.of(EPS, Q, SIDES, CLIP, NOISE, SPARSITY, RESAMPLE),
          o -> finiteDifference(o, sides(o), new Scalars(o.real(CLIP), false)));

  static final Part<Estimator> NEWTON =
      new Part<>(
          List.of(EPS, Q, CLIP, NOISE, SPARSITY, RESAMPLE),
          o -> finiteDifference(o, Stencil.NEWTON, new Scalars(o.real(CLIP), false)));

  static final Part<Estimator> SIGNED_FINITE_DIFFERENCE =
      new Part<>(
          List.of(EPS, Q, SIDES, SIGN, NOISE, SPARSITY, RESAMPLE),
          o -> finiteDifference(o, sides(o), new Scalars(0, o.is(SIGN, "scalar"))));

  static final Part<Estimator> FORWARD_GRADIENT =
      new Part<>(
          List.of(Q, CLIP, NOISE, SPARSITY, RESAMPLE),
          o -> new ForwardGradient(o.whole(Q), new Scalars(o.real(CLIP), false), directions(o)));

  static final Part<Estimator> BACKPROP =
      new Part<>(List.of(CLIP_NORM), o -> new Backprop(o.real(CLIP_NORM)));

  private Estimators() {}

  private static Stencil sides(Options o) {
    return o.is(SIDES, "two") ? Stencil.TWO_SIDED : Stencil.ONE_SIDED;
  }

  private static Estimator finiteDifference(Options o, Stencil stencil, Scalars scalars) {
    return new FiniteDifference(o.real(EPS), o.whole(Q), stencil, scalars, directions(o));
  }

  private static Directions directions(Options o) {
    return new Directions(
        o.is(NOISE, "gaussian")
            ? () -> new KeptNoise(new GaussianNoise(), KEPT_FLOATS)
            : RademacherNoise::new, // a sign costs less than looking a kept one up
        o.real(SPARSITY),
        o.is(RESAMPLE, "task"));
  }
}
