package io.zeroflow.bench.jmh;

import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.noise.KeptNoise;
import io.zeroflow.optim.noise.Noise;
import io.zeroflow.optim.noise.RademacherNoise;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Writing θ + s·z, and beside it the least that any such sweep costs: a plain copy of as many
 * floats. GB/s is at best, and counts the 4 bytes read and the 4 written, not those of a kept z.
 *
 * <p>The smaller d is that of an adapter on the shipped model.
 * <!-- measured -->
 *
 * <pre>
 * AMD EPYC, 2 processors, load average 1.4, OpenJDK 64-Bit Server VM 25.0.3+9-LTS
 *
 * ns/float           d   best  median      quartiles    GB/s
 * copy          203530  0.088   0.099  0.096 – 0.104    90.5
 * copy         4000000  0.168   0.190  0.179 – 0.203    47.6
 * gaussian      203530  0.926   1.269  1.224 – 1.329     8.6
 * gaussian     4000000  1.524   2.028  1.867 – 2.142     5.2
 * kept          203530  0.218   0.291  0.265 – 0.302    36.7
 * kept         4000000  0.635   1.279  0.810 – 1.471    12.6
 * rademacher    203530  0.254   0.357  0.335 – 0.393    31.5
 * rademacher   4000000  0.642   0.902  0.781 – 1.136    12.5
 * </pre>
 *
 * <!-- end -->
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class PerturbBenchmark {

  @Param({"203530", "4000000"})
  int d;

  private Theta theta;
  private Theta work;
  private MemorySegment from;
  private MemorySegment to;
  private final Noise gaussian = new GaussianNoise();
  private final Noise rademacher = new RademacherNoise();
  private final Noise kept = new KeptNoise(new GaussianNoise(), 1 << 23);
  private long seed;

  /** Allocates and touches everything. */
  @Setup
  public void allocate() {
    theta = Theta.allocate(d);
    theta.append(SliceSpec.zeros("weights", d), 1);
    work = theta.copy();
    from = Arena.ofAuto().allocate(4L * d, 64).fill((byte) 1);
    to = Arena.ofAuto().allocate(4L * d, 64).fill((byte) 2);
  }

  /** Fresh normals. */
  @Benchmark
  public Theta gaussian() {
    theta.perturbInto(work, gaussian, seed++, 1e-3f);
    return work;
  }

  /** Fresh signs. */
  @Benchmark
  public Theta rademacher() {
    theta.perturbInto(work, rademacher, seed++, 1e-3f);
    return work;
  }

  /** Normals that were drawn before. */
  @Benchmark
  public Theta kept() {
    theta.perturbInto(work, kept, 1, 1e-3f);
    return work;
  }

  /** The floor. */
  @Benchmark
  public MemorySegment copy() {
    return to.copyFrom(from);
  }
}
