package io.zeroflow.model.method;

/**
 * What methods can be told; each uses what it needs.
 *
 * @param warmUpSamples a new head row starts as the mean of so many samples
 * @param samplesPerClass most samples of a class that are held while its task runs, for prototypes
 *     and exemplars when it ends
 * @param reweight α of EASE: weight of the spaces of other tasks
 * @param projections width of the random projection of the analytic head
 * @param ridge its regularisation, as a share of the mean square of a projected feature
 * @param buffer most samples that replay keeps, shared evenly by all classes
 * @param selection how replay chooses them
 * @param penalty α of the regularised methods
 */
public record MethodOptions(
    int warmUpSamples,
    int samplesPerClass,
    double reweight,
    int projections,
    double ridge,
    int buffer,
    Selection selection,
    double penalty) {

  /** Which samples of a class replay keeps. */
  public enum Selection {
    /** Those whose running mean is nearest to the class mean (iCaRL; Rebuffi et al. 2017). */
    HERDING,
    /** Any, each as likely as the others. */
    RESERVOIR
  }

  /** Defaults, which reference.conf repeats. */
  public static final MethodOptions DEFAULTS =
      new MethodOptions(40, 40, 0.1, 1024, 0.1, 500, Selection.HERDING, 1);

  /** The same with another warm-up. */
  public MethodOptions withWarmUp(int samples) {
    return new MethodOptions(
        samples, samplesPerClass, reweight, projections, ridge, buffer, selection, penalty);
  }
}
