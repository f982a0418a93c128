package io.zeroflow.model.method;

import io.zeroflow.model.Network;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The continual-learning methods by name. */
public enum Methods {
  /** Adapters and head follow the current task and forget. */
  FINE_TUNE,
  /** Class means of frozen features: nothing is trained. */
  SIMPLE_CIL,
  /** Ridge regression on randomly projected frozen features, as in RanPAC: nothing is trained. */
  ANALYTIC,
  /** An adapter a task, prototypes in every adapter space. */
  EASE,
  /** Adapters on the first task, then class means. */
  APER,
  /** Adapters on the first task, then the analytic head: RanPAC in full. */
  RANPAC,
  /** A bounded buffer of earlier samples. */
  REPLAY,
  /** A module a task beside those of earlier tasks, and a buffer. */
  MEMO,
  /** An L2 anchor at where the last task left θ. */
  L2,
  /** The same, slices weighted by their Fisher information. */
  EWC,
  /** The same, weighted by what they contributed to the loss's way down. */
  SI,
  /** Distillation from the model as the last task left it. */
  LWF;

  /**
   * A method for one learner.
   *
   * @param options of which it takes its own
   */
  public ContinualMethod create(Network network, MethodOptions options) {
    return switch (this) {
      case FINE_TUNE -> new FineTune(network, options.warmUpSamples());
      case SIMPLE_CIL -> new SimpleCil(network);
      case ANALYTIC -> new Analytic(options);
      case EASE -> new Ease(network, options);
      case APER -> new Aper(network, options);
      case RANPAC -> new RanPac(network, options);
      case REPLAY -> new Replay(network, options);
      case MEMO -> new Memo(network, options);
      case L2 -> new Regularised(network, Regularised.Kind.L2, options);
      case EWC -> new Regularised(network, Regularised.Kind.EWC, options);
      case SI -> new Regularised(network, Regularised.Kind.SI, options);
      case LWF -> new Lwf(network, options);
    };
  }

  /** Whether an optimizer takes part at all. */
  public boolean trains() {
    return this != SIMPLE_CIL && this != ANALYTIC;
  }

  /** Name in configuration and on the command line, such as {@code fine-tune}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The method of that name.
   *
   * @throws IllegalArgumentException naming all that there are
   */
  public static Methods parse(String name) {
    return Arrays.stream(values())
        .filter(method -> method.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no method is called '%s'; there are %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Methods::toString)
                                .collect(Collectors.joining(", ")))));
  }
}
