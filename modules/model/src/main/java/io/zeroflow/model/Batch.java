package io.zeroflow.model;

/**
 * Encoded inputs as native tensors, for one network. Any thread may read it, and any one closes it
 * to give the memory back.
 */
public interface Batch extends AutoCloseable {

  /** Number of inputs. */
  int size();

  @Override
  void close();
}
