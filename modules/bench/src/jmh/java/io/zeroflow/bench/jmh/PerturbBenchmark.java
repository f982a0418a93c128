package io.zeroflow.bench.jmh;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.noise.KeptNoise;
import io.zeroflow.optim.noise.Mask;
import io.zeroflow.optim.noise.RademacherNoise;
import io.zeroflow.optim.noise.SparseNoise;
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
 * copy          203530  0.084   0.087  0.086 – 0.097    95.3
 * copy         4000000  0.117   0.131  0.127 – 0.136    68.7
 * gaussian      203530  0.662   0.898  0.867 – 0.969    12.1
 * gaussian     4000000  0.767   0.963  0.803 – 1.311    10.4
 * kept          203530  0.172   0.297  0.200 – 0.303    46.4
 * kept         4000000  0.407   0.640  0.493 – 0.669    19.7
 * mask          203530  0.118   0.125  0.122 – 0.127    67.8
 * mask         4000000  0.124   0.134  0.131 – 0.139    64.6
 * rademacher    203530  0.159   0.172  0.165 – 0.218    50.2
 * rademacher   4000000  0.243   0.452  0.258 – 0.522    33.0
 * sparse        203530  0.166   0.190  0.181 – 0.205    48.2
 * sparse       4000000  0.260   0.431  0.401 – 0.476    30.8
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
  private Noise sparse;
  private long seed;

  /** Allocates and touches everything. */
  @Setup
  public void allocate() {
    theta = Theta.allocate(d);
    theta.append(SliceSpec.zeros("weights", d), 1);
    work = theta.copy();
    sparse = new SparseNoise(gaussian, Mask.draw(1, d, 0.9));
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

  /** Fresh normals on a tenth of the coordinates. */
  @Benchmark
  public Theta sparse() {
    theta.perturbInto(work, sparse, seed++, 1e-3f);
    return work;
  }

  /** Drawing the mask of such a tenth, which a step does once at most. */
  @Benchmark
  public Mask mask() {
    return Mask.draw(seed++, d, 0.9);
  }

  /** The floor. */
  @Benchmark
  public MemorySegment copy() {
    return to.copyFrom(from);
  }
}
