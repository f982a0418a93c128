package io.zeroflow.data;

/** One record of the tasks topic. */
public sealed interface StreamMessage permits Sample, TaskEnd {

  /** The task that the message belongs to; empty in a task-free stream. */
  String task();
}
