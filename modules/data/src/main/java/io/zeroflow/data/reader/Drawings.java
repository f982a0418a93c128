package io.zeroflow.data.reader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.zeroflow.data.Payload;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The drawings of one class of {@link QuickDraw}. */
final class Drawings {
  /** Drawings of a class. */
  static final int COUNT = 100;

  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final JsonFactory JSON = new JsonFactory();

  /** As published, all values are whole thousandths: half the memory of floats. */
  private static final float UNIT = 1000f;

  private final short[] thousandths;

  private Drawings(short[] thousandths) {
    this.thousandths = thousandths;
  }

  /**
   * @param source names the file in errors
   * @param gzip its content
   */
  static Drawings read(String source, byte[] gzip) throws IOException {
    short[] values = new short[COUNT * PIXELS];
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), 1 << 13);
        JsonParser json = JSON.createParser(in)) {
      int drawing = 0;
      for (; json.nextToken() != null; drawing++) {
        if (drawing == COUNT) {
          throw new BadFileException(source, COUNT + " drawings", "more");
        }
        readDrawing(source, json, drawing, values);
      }
      if (drawing < COUNT) {
        throw new BadFileException(source, COUNT + " drawings", String.valueOf(drawing));
      }
    } catch (JsonProcessingException e) {
      throw new BadFileException(source, "a JSON array a line", e.getOriginalMessage());
    } catch (ZipException | EOFException e) {
      throw new BadFileException(source, "whole gzip data", String.valueOf(e.getMessage()));
    }
    return new Drawings(values);
  }

  private static void readDrawing(String source, JsonParser json, int drawing, short[] values)
      throws IOException {
    int pixels = 0;
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken().isNumeric() && pixels < PIXELS) {
        values[drawing * PIXELS + pixels] = thousandths(source, drawing, json.getDoubleValue());
        pixels++;
      }
    }
    if (pixels != PIXELS || json.currentToken() != JsonToken.END_ARRAY) {
      throw new BadFileException(
          source,
          "an array of %d numbers in line %d".formatted(PIXELS, drawing + 1),
          "%s after %d of them".formatted(json.currentToken(), pixels));
    }
  }

  private static short thousandths(String source, int drawing, double value) throws IOException {
    long rounded = Math.round(value * UNIT);
    // Written this way round, NaN is refused too.
    if (!(value >= 0 && value <= 1 && Math.abs(value * UNIT - rounded) < 1e-6)) {
      throw new BadFileException(
          source,
          "values from 0 to 1 with up to three decimals",
          "%s in line %d".formatted(value, drawing + 1));
    }
    return (short) rounded;
  }

  /** One drawing, of shape [1, 28, 28]. */
  Payload.Tensor tensor(int drawing) {
    float[] values = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      values[i] = thousandths[drawing * PIXELS + i] / UNIT;
    }
    return new Payload.Tensor(new int[] {1, SIDE, SIDE}, values);
  }
}
