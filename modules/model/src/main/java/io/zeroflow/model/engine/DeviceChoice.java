package io.zeroflow.model.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where tensors live: {@code auto}, {@code cpu} or {@code gpu:N}. */
public final class DeviceChoice {

  private static final Pattern GPU = Pattern.compile("gpu:(\\d{1,3})");

  private DeviceChoice() {}

  /**
   * The device of that name; {@code auto} is the first GPU, or the CPU where there is none.
   *
   * @throws IllegalArgumentException for another name, or a GPU that this machine does not have
   */
  public static Device parse(String name) {
    int gpus = engine().getGpuCount();
    Matcher gpu = GPU.matcher(name);
    if (name.equals("auto")) {
      return gpus > 0 ? Device.gpu(0) : Device.cpu();
    } else if (name.equals("cpu")) {
      return Device.cpu();
    } else if (!gpu.matches()) {
      throw new IllegalArgumentException(
          "device '%s' is not known; it can be auto, cpu or gpu:N".formatted(name));
    }
    int index = Integer.parseInt(gpu.group(1));
    if (index >= gpus) {
      throw new IllegalArgumentException(
          "device %s is not there: this machine has %d usable GPUs; take auto or cpu, or install a CUDA build of the engine"
              .formatted(name, gpus));
    }
    return Device.gpu(index);
  }

  /** The engine, loaded at the first call with the properties that it must be loaded with. */
  static Engine engine() {
    return Loaded.ENGINE;
  }

  private static final class Loaded {
    static final Engine ENGINE = load();

    private static Engine load() {
      // No telemetry and no downloads: everything is on the class path.
      System.setProperty("ai.djl.offline", "true");
      // One thread, unless a thread asks for more: spinning teams starve a small machine.
      System.setProperty("ai.djl.pytorch.num_threads", "1");
      System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
      try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
        return Engine.getEngine("PyTorch");
      }
    }
  }
}
