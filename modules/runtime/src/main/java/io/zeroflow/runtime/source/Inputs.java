package io.zeroflow.runtime.source;

import io.zeroflow.data.Payload;
import io.zeroflow.model.Input;
import java.util.Arrays;

/** From what a stream carries to what a network takes. */
public final class Inputs {

  private Inputs() {}

  /** The network's view of a payload. */
  public static Input of(Payload payload) {
    return switch (payload) {
      case Payload.Text text -> new Input.Text(text.text());
      case Payload.Image image -> new Input.Image(image.bytes());
      case Payload.Tensor tensor ->
          new Input.Pixels(Arrays.stream(tensor.shape()).boxed().toList(), tensor.values());
    };
  }
}
