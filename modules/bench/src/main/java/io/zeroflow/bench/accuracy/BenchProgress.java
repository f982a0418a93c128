package io.zeroflow.bench.accuracy;

/** Told how far a table is, on the thread that makes it. */
public interface BenchProgress {

  /** Tells nobody. */
  BenchProgress NONE =
      new BenchProgress() {
        @Override
        public void begin(String phase, String unit, long total) {}

        @Override
        public void total(long total) {}

        @Override
        public void step(long done) {}

        @Override
        public void note(String line) {}
      };

  /** A phase begins, the one before is over. */
  void begin(String phase, String unit, long total);

  /** The phase turns out to be so long. */
  void total(long total);

  /** So many more units are done. */
  void step(long done);

  /** Something that people want to read now. */
  void note(String line);
}
