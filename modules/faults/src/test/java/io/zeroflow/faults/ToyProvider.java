package io.zeroflow.faults;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.NetworkProvider;
import io.zeroflow.model.Target;
import io.zeroflow.model.ToyNetwork;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The toy network for learners in processes of their own, with evaluators in any state. */
public final class ToyProvider implements NetworkProvider {

  static final int WIDTH = 64;

  private static volatile CountDownLatch stuck = new CountDownLatch(1);

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public Network create(Map<String, String> options, String device) {
    ToyNetwork toy = new ToyNetwork(WIDTH);
    return switch (options.getOrDefault("evaluators", "well")) {
      case "failing" ->
          new Ailing(
              toy,
              () -> {
                throw new IllegalStateException("evaluators fail in this test");
              });
      case "stuck" -> {
        stuck = new CountDownLatch(1);
        yield new Ailing(toy, ToyProvider::hang);
      }
      default -> toy;
    };
  }

  private static void hang() {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets evaluators go on, so that the test can end. */
  static void unstick() {
    stuck.countDown();
  }

  /** A toy that is ill where evaluators ask it, and well elsewhere. */
  private record Ailing(ToyNetwork toy, Runnable illness) implements Network {

    @Override
    public String name() {
      return toy.name();
    }

    @Override
    public String device() {
      return toy.device();
    }

    @Override
    public int featureSize() {
      return toy.featureSize();
    }

    @Override
    public List<SliceSpec> slices() {
      return toy.slices();
    }

    @Override
    public void check(Input input) {
      toy.check(input);
    }

    @Override
    public Encoded encode(Input input) {
      return toy.encode(input);
    }

    @Override
    public Batch collate(List<Encoded> inputs) {
      return toy.collate(inputs);
    }

    @Override
    public double loss(Theta theta, Batch batch, Target target) {
      return toy.loss(theta, batch, target);
    }

    @Override
    public float[][] logits(Theta theta, Batch batch) {
      if (Thread.currentThread().getName().contains("zeroflow-evaluation")) {
        illness.run();
      }
      return toy.logits(theta, batch);
    }

    @Override
    public float[][] features(Theta theta, Batch batch) {
      return toy.features(theta, batch);
    }

    @Override
    public void close() {
      toy.close();
    }
  }
}
