package io.zeroflow.runtime;

import ai.djl.Device;
import io.zeroflow.model.Network;
import io.zeroflow.model.engine.DeviceChoice;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.FineTune;
import io.zeroflow.model.method.SimpleCil;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.SettingsException;

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
              device(settings.device()));
    };
  }

  private static Device device(String name) {
    try {
      return DeviceChoice.parse(name);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("zeroflow.model.device: " + e.getMessage());
    }
  }

  static ContinualMethod method(ModelSettings settings, Network network) {
    return switch (settings.method()) {
      case FINE_TUNE -> new FineTune(network, settings.warmUpSamples());
      case SIMPLE_CIL -> new SimpleCil(network);
    };
  }
}
