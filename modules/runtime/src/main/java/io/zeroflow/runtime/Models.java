package io.zeroflow.runtime;

import io.zeroflow.model.Network;
import io.zeroflow.model.engine.DeviceChoice;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.FineTune;
import io.zeroflow.model.method.SimpleCil;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.runtime.settings.ModelSettings;

/** Networks and methods by the names that settings use. */
final class Models {

  private Models() {}

  static Network network(ModelSettings settings) {
    return switch (settings.network()) {
      case MINILM ->
          MiniLm.load(
              new MiniLmConfig(
                  settings.adaptedBlocks(),
                  settings.bottleneck(),
                  settings.adapterScale(),
                  settings.temperature(),
                  settings.maxTokens()),
              DeviceChoice.parse(settings.device()));
    };
  }

  static ContinualMethod method(ModelSettings settings, Network network) {
    return switch (settings.method()) {
      case FINE_TUNE -> new FineTune(network, settings.warmUpSamples());
      case SIMPLE_CIL -> new SimpleCil(network);
    };
  }
}
