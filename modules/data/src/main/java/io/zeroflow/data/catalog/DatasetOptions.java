package io.zeroflow.data.catalog;

/**
 * What a data set without a published split needs to make one.
 *
 * @param trainPerClass most samples to learn from in a class
 * @param testPerClass samples held out of each class
 * @param seed chooses them
 */
public record DatasetOptions(int trainPerClass, int testPerClass, long seed) {
  /**
   * @throws IllegalArgumentException for a number of samples below 1
   */
  public DatasetOptions {
    if (trainPerClass < 1 || testPerClass < 1) {
      throw new IllegalArgumentException(
          "train and test samples a class must be at least 1, but are %d and %d"
              .formatted(trainPerClass, testPerClass));
    }
  }
}
