package io.zeroflow.bench.jmh;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.random.Seeds;
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
 * apply         203530  0.631   0.839  0.752 – 1.274    12.7
 * apply        4000000  0.640   1.170  0.981 – 1.327    12.5
 * signs         203530  0.083   0.101  0.091 – 0.147    96.8
 * signs        4000000  0.090   0.113  0.104 – 0.117    89.3
 * sparse        203530  0.154   0.331  0.167 – 0.341    52.0
 * sparse       4000000  0.211   0.254  0.231 – 0.272    38.0
 * </pre>
 *
 * <!-- end -->
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class UpdateBenchmark {

  @Param({"203530", "4000000"})
  int d;

  private Optimizer dense;
  private Optimizer signs;
  private Optimizer sparse;
  private long step;

  /** θ of zeros: the arithmetic takes the same time whatever the values. */
  @Setup
  public void allocate() {
    dense = optimizer("zo-sgd(lr=1e-6)");
    signs = optimizer("zo-sgd(lr=1e-6, noise=rademacher)");
    sparse = optimizer("zo-sgd(lr=1e-6, sparsity=0.9, resample=task)");
  }

  private Optimizer optimizer(String strategy) {
    Theta theta = Theta.allocate(d);
    theta.append(SliceSpec.zeros("weights", d), 1);
    return Strategy.parse(strategy).optimizer(theta, null);
  }

  /** One step along normals. */
  @Benchmark
  public Optimizer apply() {
    return apply(dense);
  }

  /** One step along signs. */
  @Benchmark
  public Optimizer signs() {
    return apply(signs);
  }

  /** One step along normals on a tenth of the coordinates, the same ones each time. */
  @Benchmark
  public Optimizer sparse() {
    return apply(sparse);
  }

  private Optimizer apply(Optimizer optimizer) {
    step++;
    StepContext context = new StepContext(step, Seeds.child(1, step), step);
    optimizer.apply(StepRecord.sparse(context, List.of(0.5f), 0, 2));
    return optimizer;
  }
}
