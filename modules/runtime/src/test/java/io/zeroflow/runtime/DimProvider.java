package io.zeroflow.runtime;

import io.zeroflow.model.ForwardOnlyNetwork;
import io.zeroflow.model.Network;
import io.zeroflow.model.NetworkProvider;
import io.zeroflow.model.engine.DeviceChoice;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import java.util.Map;

/** Somebody else's networks: MiniLM of which only losses can be had. */
public final class DimProvider implements NetworkProvider {

  @Override
  public String name() {
    return "dim";
  }

  @Override
  public Network create(Map<String, String> options, String device) {
    int blocks = Integer.parseInt(options.getOrDefault("blocks", "1"));
    return new ForwardOnlyNetwork(
        MiniLm.load(new MiniLmConfig(blocks, 4, 3f, 16f, 64), DeviceChoice.parse(device)));
  }
}
