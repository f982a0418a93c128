package io.zeroflow.bench.accuracy;

/** What a learning rate is chosen by. */
public enum Goal {
  /** Avg: standing still, which forgets nothing, competes. */
  AVERAGE("Avg") {
    @Override
    double of(Run run) {
      return run.average();
    }
  },
  /** Accuracy on a task right after it: what is forgotten does not matter. */
  NEW_TASK("accuracy on the new task") {
    @Override
    double of(Run run) {
      return run.newTask();
    }
  };

  private final String title;

  Goal(String title) {
    this.title = title;
  }

  abstract double of(Run run);

  /** What it is, in words. */
  public String title() {
    return title;
  }
}
