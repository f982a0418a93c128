package io.zeroflow.model;

/** Encoded inputs as native tensors, for one network. Close it to give the memory back. */
public interface Batch extends AutoCloseable {

  /** Number of inputs. */
  int size();

  @Override
  void close();
}
