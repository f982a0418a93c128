package io.zeroflow.model;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;

/** A network of which only forward passes can be had, whatever the one behind it can do. */
public class ForwardOnlyNetwork implements Network {

  /** The one behind. */
  protected final Network network;

  /** Passes forward passes on. */
  public ForwardOnlyNetwork(Network network) {
    this.network = network;
  }

  @Override
  public String name() {
    return network.name();
  }

  @Override
  public String device() {
    return network.device();
  }

  @Override
  public void enter(int threads) {
    network.enter(threads);
  }

  @Override
  public int featureSize() {
    return network.featureSize();
  }

  @Override
  public List<SliceSpec> slices() {
    return network.slices();
  }

  @Override
  public void check(Input input) {
    network.check(input);
  }

  @Override
  public Encoded encode(Input input) {
    return network.encode(input);
  }

  @Override
  public Batch collate(List<Encoded> inputs) {
    return network.collate(inputs);
  }

  @Override
  public double loss(Theta theta, Batch batch, Target target) {
    return network.loss(theta, batch, target);
  }

  @Override
  public double[] losses(List<Candidate> candidates, Theta work, Batch batch, Target target) {
    return network.losses(candidates, work, batch, target);
  }

  @Override
  public float[][] logits(Theta theta, Batch batch) {
    return network.logits(theta, batch);
  }

  @Override
  public float[][] features(Theta theta, Batch batch) {
    return network.features(theta, batch);
  }

  @Override
  public void close() {
    network.close();
  }
}
