package io.zeroflow.optim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * State that can be written down and taken up again, to the bit. What is written has no version of
 * its own and is not checked when it is read: whoever keeps it says which release wrote it and
 * guards it by a checksum. Settings are not part of it, so it is loaded into an object that was
 * made with the same ones.
 */
public interface Persistent {

  /** Writes the state. */
  void save(DataOutput out) throws IOException;

  /** Takes up what {@link #save} of an object with the same settings wrote. */
  void load(DataInput in) throws IOException;

  /** Writes an array with its length. */
  static void save(float[] values, DataOutput out) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeInt(Float.floatToRawIntBits(value));
    }
  }

  /** Reads an array. */
  static float[] floats(DataInput in) throws IOException {
    float[] values = new float[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(in.readInt());
    }
    return values;
  }
}
