package io.zeroflow.faults;

import java.util.List;

/** A method and a strategy; between them they use every kind of state that a model can have. */
record Recipe(String method, String strategy) {

  static final List<Recipe> ALL =
      List.of(
          new Recipe("fine-tune", "zo-sgd(lr=1e-3, momentum=0.9, q=2)"),
          new Recipe("ease", "zo-adam(lr=1e-3)"),
          new Recipe("replay", "zo-sgd(lr=1e-3, historical=0.5, sparsity=0.5, resample=task)"),
          new Recipe("ewc", "zo-adam-conserve(lr=1e-3)"),
          new Recipe(
              "ranpac", "hybrid(first=zo-adam(lr=1e-3), then=zo-sgd-sign(lr=1e-3), switch=40)"),
          new Recipe("si", "zo-sgd(lr=1e-3, momentum=0.5, noise=rademacher)"));
}
