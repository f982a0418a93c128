package io.zeroflow.model.torch;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.model.engine.TorchModule;
import io.zeroflow.model.engine.TorchModule.Result;
import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import io.zeroflow.model.engine.TorchThread;
import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A network as one TorchScript module with frozen weights and a {@link CosineHead}. What is left to
 * a subclass is the frozen part and how inputs become a batch.
 */
public abstract class TorchNetwork implements Network {

  /**
   * Most floats of the widest temporary of a call for several θ at once: as long as it stays in the
   * caches, one call is faster than many. Measured in docs/step-cost.md.
   */
  private static final long STACKED_FLOATS = 1 << 20;

  private final CosineHead head;
  private final TorchModule module;
  private final TensorScope weightScope;
  private final List<Tensor> weights;

  /**
   * Compiles the script and loads the weights.
   *
   * @param script all of the module, with {@code features}, {@code smooth_features} and the head
   * @param load gives the frozen tensors in the order in which the script takes them
   */
  protected TorchNetwork(
      String module,
      String script,
      CosineHead head,
      Device device,
      Function<TensorScope, List<Tensor>> load) {
    this.head = head;
    this.module = TorchModule.compile(module, script, device);
    this.weightScope = this.module.newSharedScope();
    try {
      this.weights = List.copyOf(load.apply(weightScope));
    } catch (RuntimeException e) {
      weightScope.close();
      this.module.close();
      throw e;
    }
  }

  @Override
  public final String device() {
    Device device = module.device();
    return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
  }

  @Override
  public boolean differentiable() {
    return true;
  }

  @Override
  public final void enter(int threads) {
    TorchThread.prepare(threads);
  }

  @Override
  public final int featureSize() {
    return head.width();
  }

  /** A method that does not depend on θ, such as the frozen part. */
  protected final List<Result> frozen(
      String method, Function<TensorScope, List<Tensor>> arguments) {
    try (TensorScope scope = module.newScope()) {
      return module.call(method, arguments.apply(scope), weights);
    }
  }

  /**
   * A batch.
   *
   * @param size its inputs, at least one
   * @param lay lays them out as the tensors that {@link CosineHead#batch} names
   */
  protected final Batch batch(int size, Function<TensorScope, List<Tensor>> lay) {
    if (size < 1) {
      throw new IllegalArgumentException("a batch needs at least one input");
    }
    TensorScope scope = module.newPooledScope();
    return new Collated(name(), size, scope, lay.apply(scope));
  }

  private record Collated(String network, int size, TensorScope scope, List<Tensor> tensors)
      implements Batch {
    @Override
    public void close() {
      scope.close();
    }
  }

  /**
   * The tensors of a batch as {@link CosineHead#batch} names them; a network whose script does not
   * hold all that is trained adds what θ makes of them.
   *
   * @param scope for tensors that are made
   */
  protected List<Tensor> tensors(Theta theta, Batch batch, TensorScope scope) {
    if (batch instanceof Collated own && own.network().equals(name())) {
      return own.tensors();
    }
    throw new IllegalArgumentException("the batch was not collated by " + name());
  }

  @Override
  public final double loss(Theta theta, Batch batch, Target target) {
    try (TensorScope scope = module.newScope()) {
      List<Tensor> arguments = held(theta, batch, target, scope);
      return module.call(method(target), theta, arguments, weights).getFirst().values()[0];
    }
  }

  @Override
  public final double[] losses(List<Candidate> candidates, Theta work, Batch batch, Target target) {
    int together = together(candidates.getFirst().centre(), batch);
    if (!head.stacked() || Math.min(together, candidates.size()) < 2) {
      return Network.super.losses(candidates, work, batch, target);
    }
    double[] losses = new double[candidates.size()];
    for (int from = 0; from < losses.length; from += together) {
      int to = Math.min(from + together, losses.length);
      float[] some = stackedLosses(candidates.subList(from, to), work, batch, target);
      for (int i = from; i < to; i++) {
        losses[i] = some[i - from];
      }
    }
    return losses;
  }

  /** How many θ may share a call: each takes an output of its adapter and logits. */
  private int together(Theta theta, Batch batch) {
    long each = batch.size() * (long) headRows(theta);
    if (batch instanceof Collated own) {
      each += own.tensors().getFirst().size();
    }
    return (int) Math.min(STACKED_FLOATS / each, Integer.MAX_VALUE);
  }

  private float[] stackedLosses(
      List<Candidate> candidates, Theta work, Batch batch, Target target) {
    try (TensorScope scope = module.newScope();
        TensorScope thetas = module.newPooledScope()) {
      List<Tensor> arguments = held(candidates.getFirst().centre(), batch, target, scope);
      arguments.addFirst(thetas.stacked(candidates, work));
      return module.call(Script.STACKED + method(target), arguments, weights).getFirst().values();
    }
  }

  @Override
  public double gradient(Theta theta, Batch batch, Target target, Theta gradient) {
    try (TensorScope scope = module.newScope()) {
      List<Tensor> arguments = held(theta, batch, target, scope);
      return module.gradient(Script.SMOOTH + method(target), theta, arguments, weights, gradient);
    }
  }

  /**
   * A backward pass that goes on into every frozen weight from the first adapter on: what training
   * all of the network costs, less what lies below. Nothing is kept of it but the loss.
   *
   * @throws UnsupportedOperationException if it is a black box
   */
  public final double gradientOfAll(Theta theta, Batch batch, Target target) {
    if (!differentiable()) {
      throw new UnsupportedOperationException(name() + " cannot be differentiated");
    }
    try (TensorScope scope = module.newScope()) {
      List<Tensor> arguments = held(theta, batch, target, scope);
      return module.gradientOfAll(Script.SMOOTH + method(target), theta, arguments, weights);
    }
  }

  @Override
  public OptionalLong activations(Theta theta, Batch batch, Target target) {
    try (TensorScope scope = module.newScope()) {
      List<Tensor> arguments = held(theta, batch, target, scope);
      return module.activations(Script.SMOOTH + method(target), theta, arguments, weights);
    }
  }

  @Override
  public Slope slope(Theta theta, Theta direction, Batch batch, Target target) {
    if (direction.size() != theta.size()) {
      throw new IllegalArgumentException(
          "a direction of %d floats for a θ of %d".formatted(direction.size(), theta.size()));
    }
    try (TensorScope scope = module.newScope()) {
      List<Tensor> arguments = held(theta, batch, target, scope);
      return module.slope(method(target) + "_slope", theta, direction, arguments, weights);
    }
  }

  private static String method(Target target) {
    return switch (target) {
      case Target.Rows _ -> "loss";
      case Target.Teacher _ -> "distil";
      case Target.Boosted _ -> "boosted";
    };
  }

  private List<Tensor> held(Theta theta, Batch batch, Target target, TensorScope scope) {
    List<Tensor> arguments = new ArrayList<>(tensors(theta, batch, scope));
    int headRows = headRows(theta);
    switch (target) {
      case Target.Rows(int[] rows) -> arguments.add(labels(rows, batch.size(), headRows, scope));
      case Target.Teacher(float[][] logits) -> {
        checkLogits("a teacher's logits", logits, batch.size(), 1, headRows);
        arguments.add(matrix(logits, scope));
      }
      case Target.Boosted(int[] rows, float[][] offsets) -> {
        arguments.add(labels(rows, batch.size(), headRows, scope));
        checkLogits("offsets of logits", offsets, batch.size(), headRows, headRows);
        arguments.add(matrix(offsets, scope));
      }
    }
    return arguments;
  }

  private static Tensor labels(int[] rows, int inputs, int headRows, TensorScope scope) {
    if (rows.length != inputs) {
      throw new IllegalArgumentException(
          "%d labels were given for a batch of %d".formatted(rows.length, inputs));
    }
    for (int row : rows) {
      if (row < 0 || row >= headRows) {
        throw new IllegalArgumentException(
            "label %d is not one of the %d head rows".formatted(row, headRows));
      }
    }
    return scope.longs(Arrays.stream(rows).asLongStream().toArray(), rows.length);
  }

  private static void checkLogits(
      String what, float[][] logits, int inputs, int least, int headRows) {
    int width = logits.length == 0 ? 0 : logits[0].length;
    if (logits.length != inputs || width < least || width > headRows) {
      throw new IllegalArgumentException(
          "%s are %d × %d for a batch of %d and %d head rows"
              .formatted(what, logits.length, width, inputs, headRows));
    }
  }

  private static Tensor matrix(float[][] rows, TensorScope scope) {
    return scope.floats(List.of(rows), rows.length, rows[0].length);
  }

  @Override
  public final float[][] logits(Theta theta, Batch batch) {
    headRows(theta);
    return matrix("logits", theta, batch);
  }

  @Override
  public final float[][] features(Theta theta, Batch batch) {
    return matrix("features", theta, batch);
  }

  private float[][] matrix(String method, Theta theta, Batch batch) {
    try (TensorScope scope = module.newScope()) {
      return rows(module.call(method, theta, tensors(theta, batch, scope), weights).getFirst());
    }
  }

  private int headRows(Theta theta) {
    int rows = theta.size() - head.start();
    if (rows <= 0 || rows % head.width() != 0) {
      throw new IllegalStateException(
          "θ of %d floats holds no head: %d are adapters and a row has %d"
              .formatted(theta.size(), head.start(), head.width()));
    }
    return rows / head.width();
  }

  private static float[][] rows(Result matrix) {
    int n = (int) matrix.shape()[0];
    int width = (int) matrix.shape()[1];
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(matrix.values(), i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    module.close(weightScope::close);
  }
}
