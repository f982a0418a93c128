package io.zeroflow.runtime.settings;

/** The model and its network. */
public record ModelSettings(
    String id,
    long seed,
    NetworkKind network,
    int adaptedBlocks,
    int bottleneck,
    float adapterScale,
    float temperature,
    int maxTokens,
    MethodKind method,
    int warmUpSamples,
    String device,
    int threads,
    long featureCacheBytes) {

  /** Networks that can be named. */
  public enum NetworkKind {
    MINILM
  }

  /** Continual-learning methods that can be named. */
  public enum MethodKind {
    FINE_TUNE,
    SIMPLE_CIL
  }

  static ModelSettings from(Section section) {
    String id = section.text("id");
    if (!id.matches("[A-Za-z0-9._-]{1,100}")) {
      throw section.wrong("id", "use up to 100 letters, digits, dots, dashes and underscores");
    }
    return new ModelSettings(
        id,
        section.whole("seed"),
        section.choice("network", NetworkKind.class),
        section.whole("adapted-blocks", 0, 6),
        section.whole("bottleneck", 1, 4096),
        (float) section.real("adapter-scale", 0, 1000),
        (float) section.real("temperature", 0, 1000),
        section.whole("max-tokens", 3, 512),
        section.choice("method", MethodKind.class),
        section.whole("warm-up-samples", 1, 1_000_000),
        section.text("device"),
        section.whole("threads", 1, 256),
        section.bytes("feature-cache"));
  }
}
