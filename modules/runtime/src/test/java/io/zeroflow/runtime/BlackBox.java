package io.zeroflow.runtime;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;

/** A network of which only forward passes can be had. */
record BlackBox(Network network) implements Network {

  @Override
  public String name() {
    return "black box of " + network.name();
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
