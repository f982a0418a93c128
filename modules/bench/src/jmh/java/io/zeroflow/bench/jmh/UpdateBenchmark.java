package io.zeroflow.bench.jmh;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Applying a recorded step of {@code zo-sgd} with one query: drawing z again and moving θ, which is
 * all that a replica does.
 * <!-- measured -->
 *
 * <pre>
 * AMD EPYC, 2 processors, load average 1.4, OpenJDK 64-Bit Server VM 25.0.3+9-LTS
 *
 * ns/float           d   best  median      quartiles    GB/s
 * apply         203530  1.261   1.704  1.590 – 1.904     6.3
 * apply        4000000  1.417   1.737  1.545 – 2.031     5.6
 * </pre>
 *
 * <!-- end -->
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class UpdateBenchmark {

  @Param({"203530", "4000000"})
  int d;

  private Optimizer optimizer;
  private long step;

  /** θ of zeros: the arithmetic takes the same time whatever the values. */
  @Setup
  public void allocate() {
    Theta theta = Theta.allocate(d);
    theta.append(SliceSpec.zeros("weights", d), 1);
    optimizer = Strategy.parse("zo-sgd(lr=1e-6)").optimizer(theta, null);
  }

  /** One step. */
  @Benchmark
  public Optimizer apply() {
    step++;
    optimizer.apply(StepRecord.sparse(new StepContext(step, step, 1), List.of(0.5f), 0, 2));
    return optimizer;
  }
}
