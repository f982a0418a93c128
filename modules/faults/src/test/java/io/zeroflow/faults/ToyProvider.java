package io.zeroflow.faults;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.model.NetworkProvider;
import io.zeroflow.model.ToyNetwork;
import io.zeroflow.optim.Theta;
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
    return switch (options.getOrDefault("evaluators", "well")) {
      case "failing" ->
          new Ailing(
              () -> {
                throw new IllegalStateException("evaluators fail in this test");
              });
      case "stuck" -> {
        stuck = new CountDownLatch(1);
        yield new Ailing(ToyProvider::hang);
      }
      case "slow" -> new Slow();
      default -> new ToyNetwork(WIDTH);
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

  private static boolean evaluates() {
    return Thread.currentThread().getName().contains("zeroflow-evaluation");
  }

  /** A toy that computes for a hundred times as long where evaluators ask it. */
  private static final class Slow extends ToyNetwork {

    private static final int TIMES = 100;

    Slow() {
      super(WIDTH);
    }

    @Override
    public float[][] logits(Theta theta, Batch batch) {
      for (int i = 1; evaluates() && i < TIMES; i++) {
        float[][] unused = super.logits(theta, batch);
      }
      return super.logits(theta, batch);
    }
  }

  /** A toy that is ill where evaluators ask it, and well elsewhere. */
  private static final class Ailing extends ToyNetwork {

    private final Runnable illness;

    Ailing(Runnable illness) {
      super(WIDTH);
      this.illness = illness;
    }

    @Override
    public float[][] logits(Theta theta, Batch batch) {
      if (evaluates()) {
        illness.run();
      }
      return super.logits(theta, batch);
    }
  }
}
