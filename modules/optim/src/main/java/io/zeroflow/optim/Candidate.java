package io.zeroflow.optim;

/**
 * A point to probe: centre + scale · z(seed), described instead of stored.
 *
 * @param centre the current θ, never changed
 * @param noise source of z
 * @param seed of z
 * @param scale signed length along z, such as ±ε
 */
public record Candidate(Theta centre, Noise noise, long seed, float scale) {

  /** Materialises the point. */
  public void writeTo(Theta work) {
    centre.perturbInto(work, noise, seed, scale);
  }
}
