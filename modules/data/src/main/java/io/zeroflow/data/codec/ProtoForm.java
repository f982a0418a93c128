package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.MISSING_PAYLOAD;
import static io.zeroflow.data.codec.BadSampleException.Reason.NOT_A_SAMPLE;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import org.jspecify.annotations.Nullable;

/** The protobuf form; unknown fields are skipped, as the schema may grow. */
final class ProtoForm {

  private ProtoForm() {}

  static byte[] write(StreamMessage message) {
    var body = io.zeroflow.data.proto.StreamMessage.newBuilder();
    switch (message) {
      case TaskEnd end ->
          body.setTaskEnd(io.zeroflow.data.proto.TaskEnd.newBuilder().setTask(end.task()));
      case Sample sample -> body.setSample(write(sample));
    }
    return body.build().toByteArray();
  }

  private static io.zeroflow.data.proto.Sample.Builder write(Sample sample) {
    var builder =
        io.zeroflow.data.proto.Sample.newBuilder()
            .setTask(sample.task())
            .setLabel(sample.label())
            .setSplit(
                switch (sample.split()) {
                  case TRAIN -> io.zeroflow.data.proto.Split.SPLIT_TRAIN;
                  case EVAL -> io.zeroflow.data.proto.Split.SPLIT_EVAL;
                });
    return switch (sample.payload()) {
      case Payload.Text text -> builder.setText(text.text());
      case Payload.Image image -> builder.setImage(ByteString.copyFrom(image.bytes()));
      case Payload.Tensor tensor -> builder.setTensor(write(tensor));
    };
  }

  private static io.zeroflow.data.proto.Tensor.Builder write(Payload.Tensor tensor) {
    var builder = io.zeroflow.data.proto.Tensor.newBuilder();
    for (int dimension : tensor.shape()) {
      builder.addShape(dimension);
    }
    for (float value : tensor.values()) {
      builder.addValues(value);
    }
    return builder;
  }

  static StreamMessage read(byte[] value) {
    try {
      var message = io.zeroflow.data.proto.StreamMessage.parseFrom(value);
      return switch (message.getBodyCase()) {
        case SAMPLE -> read(message.getSample());
        case TASK_END -> read(message.getTaskEnd());
        case BODY_NOT_SET -> throw foreign(value, null);
      };
    } catch (InvalidProtocolBufferException e) {
      throw foreign(value, e);
    }
  }

  private static TaskEnd read(io.zeroflow.data.proto.TaskEnd end) {
    Checks.id(end.getId());
    Checks.meta(end.getMeta().getSerializedSize());
    return new TaskEnd(Checks.endedTask(end.getTask()));
  }

  private static Sample read(io.zeroflow.data.proto.Sample sample) {
    Checks.id(sample.getId());
    Checks.meta(sample.getMeta().getSerializedSize());
    return new Sample(
        Checks.task(sample.getTask()),
        Checks.label(sample.getLabel()),
        split(sample),
        payload(sample));
  }

  private static Split split(io.zeroflow.data.proto.Sample sample) {
    return switch (sample.getSplit()) {
      case SPLIT_TRAIN -> Split.TRAIN;
      case SPLIT_EVAL -> Split.EVAL;
      case UNRECOGNIZED ->
          throw new BadSampleException(
              NOT_A_SAMPLE,
              "the split %d is not known; send 0 (train) or 1 (eval)"
                  .formatted(sample.getSplitValue()));
    };
  }

  private static Payload payload(io.zeroflow.data.proto.Sample sample) {
    return switch (sample.getPayloadCase()) {
      case TEXT -> Payloads.text(sample.getText());
      case IMAGE -> Payloads.image(sample.getImage().toByteArray());
      case TENSOR -> read(sample.getTensor());
      case PAYLOAD_NOT_SET ->
          throw new BadSampleException(
              MISSING_PAYLOAD, "the sample has no payload; set its text, image or tensor");
    };
  }

  private static Payload.Tensor read(io.zeroflow.data.proto.Tensor tensor) {
    int[] shape = new int[tensor.getShapeCount()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.getShape(i);
    }
    float[] values = new float[tensor.getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.getValues(i);
    }
    return Tensors.of(shape, values);
  }

  private static BadSampleException foreign(byte[] value, @Nullable Throwable cause) {
    return new BadSampleException(
        NOT_A_SAMPLE,
        "the value of %,d bytes begins with 0x%02X and is neither a JSON object nor a zeroflow.data.StreamMessage; send one of the two"
            .formatted(value.length, value[0]),
        cause);
  }
}
