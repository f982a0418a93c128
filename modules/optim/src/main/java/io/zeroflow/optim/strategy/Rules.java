package io.zeroflow.optim.strategy;

import io.zeroflow.optim.rule.Adam;
import io.zeroflow.optim.rule.Sgd;
import io.zeroflow.optim.rule.UpdateRule;
import java.util.List;

/** The update rules that strategies are made of, and their options. */
final class Rules {

  private static final NumberOption MOMENTUM =
      NumberOption.fraction("momentum", 0, 1, "heavy-ball momentum");
  private static final NumberOption BETA_1 =
      NumberOption.fraction("beta1", 0.9, 1, "first moment's decay");
  private static final NumberOption BETA_2 =
      NumberOption.fraction("beta2", 0.999, 1, "second moment's decay");
  private static final NumberOption DELTA =
      NumberOption.positive("delta", 1e-8, 1000, "added to the root of the second moment");
  private static final ChoiceOption AMSGRAD =
      ChoiceOption.flag("amsgrad", "second moment that never falls (ZO-AdaMM)");

  static final NumberOption WEIGHT_DECAY =
      NumberOption.fraction("weight-decay", 0, 1000, "coupled L2 penalty");

  static final Part<UpdateRule> SGD =
      new Part<>(
          List.of(MOMENTUM, WEIGHT_DECAY), o -> new Sgd(o.real(MOMENTUM), o.real(WEIGHT_DECAY)));

  static final Part<UpdateRule> ADAM =
      new Part<>(
          List.of(BETA_1, BETA_2, DELTA, AMSGRAD, WEIGHT_DECAY),
          o ->
              new Adam(
                  o.real(BETA_1),
                  o.real(BETA_2),
                  o.real(DELTA),
                  o.real(WEIGHT_DECAY),
                  o.is(AMSGRAD, "true")));

  private Rules() {}
}
