package io.zeroflow.runtime.settings;

import io.zeroflow.model.method.MethodOptions;
import io.zeroflow.model.method.Methods;
import io.zeroflow.model.minilm.MiniLmConfig;

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
    ViTSettings vit,
    MobileNetSettings mobilenet,
    TorchScriptSettings torchscript,
    ProvidedSettings provided,
    Methods method,
    MethodOptions methodOptions,
    String device,
    int threads,
    long featureCacheBytes) {

  /** Networks that can be named. */
  public enum NetworkKind {
    /** Takes text. */
    MINILM,
    /** Takes images. */
    VIT,
    /** Takes images. */
    MOBILENET,
    /** A file of one's own. */
    TORCHSCRIPT,
    /** From a jar of one's own. */
    PROVIDED
  }

  static ModelSettings from(Section section) {
    String id = section.text("id");
    if (!id.matches("[A-Za-z0-9._-]{1,100}")) {
      section.wrong("id", "use up to 100 letters, digits, dots, dashes and underscores");
    }
    NetworkKind network = section.choice("network", NetworkKind.class);
    ViTSettings vit = ViTSettings.from(section.section("vit"));
    return new ModelSettings(
        id,
        section.whole("seed"),
        network,
        section.whole(
            "adapted-blocks",
            0,
            section.good("network", "vit.size") ? blocks(network, vit) : Integer.MAX_VALUE),
        section.whole("bottleneck", 1, 4096),
        (float) section.real("adapter-scale", 0, 1000),
        (float) section.real("temperature", 0, 1000),
        section.whole("max-tokens", 3, 512),
        vit,
        MobileNetSettings.from(section.section("mobilenet")),
        TorchScriptSettings.from(section.section("torchscript")),
        ProvidedSettings.from(section.section("provided")),
        section.choice("method", Methods.class),
        methodOptions(section),
        section.text("device"),
        section.whole("threads", 1, 256),
        section.bytes("feature-cache"));
  }

  private static int blocks(NetworkKind network, ViTSettings vit) {
    return switch (network) {
      case MINILM -> MiniLmConfig.BLOCKS;
      case VIT -> vit.size().shape().depth();
      case MOBILENET -> 1;
      case TORCHSCRIPT, PROVIDED -> Integer.MAX_VALUE; // not theirs to judge
    };
  }

  private static MethodOptions methodOptions(Section model) {
    Section section = model.section("methods");
    return new MethodOptions(
        model.whole("warm-up-samples", 1, 1_000_000),
        section.whole("samples-per-class", 1, 100_000),
        section.real("reweight", 0, 1000),
        section.whole("projections", 1, 20_000),
        section.real("ridge", 1e-6, 1000),
        section.whole("buffer", 1, 1_000_000),
        section.choice("selection", MethodOptions.Selection.class),
        section.real("penalty", 0, 1e9));
  }
}
