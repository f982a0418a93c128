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
 * AMD EPYC, 2 processors, load average 1.2, OpenJDK 64-Bit Server VM 25.0.3+9-LTS
 *
 * ns/float           d   best  median      quartiles    GB/s
 * copy          203530  0.084   0.086  0.085 – 0.088    95.3
 * copy         4000000  0.143   0.145  0.144 – 0.146    56.1
 * gaussian      203530  0.886   0.926  0.916 – 0.946     9.0
 * gaussian     4000000  1.167   1.407  1.310 – 1.527     6.9
 * kept          203530  0.206   0.222  0.215 – 0.236    38.9
 * kept         4000000  0.524   0.589  0.555 – 0.689    15.3
 * mask          203530  0.291   0.303  0.297 – 0.313    27.5
 * mask         4000000  0.286   0.309  0.297 – 0.328    28.0
 * rademacher    203530  0.247   0.274  0.258 – 0.299    32.4
 * rademacher   4000000  0.458   0.624  0.557 – 0.762    17.4
 * sparse        203530  0.304   0.350  0.329 – 0.359    26.4
 * sparse       4000000  0.571   0.676  0.625 – 0.826    14.0
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
