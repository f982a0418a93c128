package io.zeroflow.runtime;

import ai.djl.Device;
import io.zeroflow.model.Network;
import io.zeroflow.model.engine.DeviceChoice;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.SettingsException;

/** Networks and methods by the names that settings use. */
public final class Models {

  private Models() {}

  /**
   * The network that settings describe, loaded.
   *
   * @throws SettingsException if its device is not there
   */
  public static Network network(ModelSettings settings) {
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
    return settings.method().create(network, settings.methodOptions());
  }
}
