package io.zeroflow.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.zeroflow.journal.proto.Offset;
import io.zeroflow.journal.proto.Record;
import io.zeroflow.journal.proto.Step;
import io.zeroflow.optim.Dense;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Journal records as protobuf (journal.proto). Stateless and safe for concurrent use. */
public final class RecordCodec {

  /** Version of the schema that is written and read. */
  public static final int VERSION = 1;

  private RecordCodec() {}

  /** The bytes of a record. */
  public static byte[] encode(JournalRecord record) {
    Record.Builder out =
        Record.newBuilder()
            .setVersion(VERSION)
            .setEpoch(record.epoch())
            .setSequence(record.sequence())
            .setUnixMillis(record.time().toEpochMilli());
    for (Consumed c : record.consumed()) {
      out.addConsumedBuilder().setPartition(c.partition()).setFrom(c.from()).setTo(c.to());
    }
    switch (record.change()) {
      case Change.ModelCreated created -> encode(created, out);
      case Change.TaskStarted started ->
          out.getTaskStartedBuilder()
              .setTask(started.task())
              .setRestart(started.restart())
              .setEvidence(started.evidence());
      case Change.TaskEnded ended -> {
        var builder = out.getTaskEndedBuilder().setTask(ended.task());
        ended.frozen().forEach(row -> builder.addFrozen(encode(row)));
      }
      case Change.HeadRows rows -> {
        var builder = out.getHeadRowsBuilder();
        rows.rows().forEach(row -> builder.addRows(encode(row)));
      }
      case Change.Prototypes prototypes -> {
        var builder = out.getPrototypesBuilder().setSpace(prototypes.space());
        prototypes.rows().forEach(row -> builder.addRows(encode(row)));
      }
      case Change.Kept kept -> {
        var builder = out.getKeptBuilder();
        for (KeptSample sample : kept.samples()) {
          builder
              .addSamplesBuilder()
              .setLabel(sample.label())
              .setInput(ByteString.copyFrom(sample.input()));
        }
      }
      case Change.Probed probed -> out.getProbedBuilder().addAllDerivatives(probed.derivatives());
      case Change.Step step ->
          encode(step.record(), out.getStepBuilder())
              .setStrategy(step.strategy())
              .setSamples(step.samples());
      case Change.ForkStep step -> encode(step.record(), out.getForkStepBuilder());
      case Change.InputSkipped skipped -> out.getInputSkippedBuilder().setWhy(skipped.why());
      case Change.OffsetsPassed passed -> {
        var builder = out.getOffsetsPassedBuilder();
        new TreeMap<>(passed.read())
            .forEach((p, offset) -> builder.addReadBuilder().setPartition(p).setOffset(offset));
      }
      case Change.Flushed flushed ->
          out.getFlushedBuilder().setSamples(flushed.samples()).setReason(encode(flushed.reason()));
      case Change.StrategyChanged changed ->
          out.getStrategyChangedBuilder()
              .setStrategy(changed.number())
              .setLine(changed.strategy().toString())
              .setCause(changed.reason().cause())
              .setEvidence(changed.reason().evidence())
              .setExpected(changed.reason().expected());
      case Change.Forked forked ->
          out.getForkedBuilder()
              .setLine(forked.strategy().toString())
              .setLearns(forked.learns())
              .setReason(encode(forked.reason()));
      case Change.ForkEnded ended ->
          out.getForkEndedBuilder()
              .setAdopted(ended.adopted())
              .setStrategy(ended.number())
              .setReason(encode(ended.reason()));
      case Change.PolicyChanged changed ->
          out.getPolicyChangedBuilder()
              .setPolicy(changed.policy())
              .setReason(encode(changed.reason()));
      case Change.LearningPaused paused ->
          out.getLearningPausedBuilder()
              .setPaused(paused.paused())
              .setReason(encode(paused.reason()));
      case Change.EffectMeasured(long decision, Effect effect) ->
          out.getEffectMeasuredBuilder()
              .setDecision(decision)
              .setAccuracy(effect.accuracy())
              .setForgetting(effect.forgetting())
              .setForwards(effect.forwards())
              .setEvaluations(effect.evaluations());
    }
    return out.build().toByteArray();
  }

  private static void encode(Change.ModelCreated created, Record.Builder out) {
    var builder =
        out.getModelCreatedBuilder()
            .setModel(created.model())
            .setSeed(created.seed())
            .setNetwork(created.network())
            .setMethod(created.method())
            .setCapacity(created.capacity())
            .setFeatureSize(created.featureSize())
            .setStrategy(created.strategy().toString())
            .setHeldOut(created.heldOut());
    for (SliceSpec slice : created.slices()) {
      builder
          .addSlicesBuilder()
          .setName(slice.name())
          .addAllShape(slice.shape())
          .setInit(slice.init().toString());
    }
  }

  private static Step.Builder encode(StepRecord record, Step.Builder builder) {
    String rejected = record.rejected();
    Dense gradient = record.gradient();
    if (gradient != null) {
      builder.setGradient(ByteString.copyFrom(gradient.bytes()));
    }
    return builder
        .setStep(record.step())
        .setSeed(record.seed())
        .setAge(record.age())
        .addAllScalars(record.scalars())
        .setLoss(record.loss())
        .setForwards(record.forwards())
        .setRejected(rejected == null ? "" : rejected);
  }

  private static io.zeroflow.journal.proto.Reason encode(Reason reason) {
    return io.zeroflow.journal.proto.Reason.newBuilder()
        .setCause(reason.cause())
        .setEvidence(reason.evidence())
        .setExpected(reason.expected())
        .build();
  }

  private static io.zeroflow.journal.proto.HeadRow encode(HeadRow row) {
    var builder =
        io.zeroflow.journal.proto.HeadRow.newBuilder().setLabel(row.label()).setCount(row.count());
    for (float value : row.values()) {
      builder.addValues(value);
    }
    return builder.build();
  }

  /**
   * Reads a record.
   *
   * @throws JournalException if the bytes are not one, or one of a later version
   */
  public static JournalRecord decode(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      throw new JournalException(
          "an empty record is in the journal; only a learner may write to it");
    }
    try {
      Record record = Record.parseFrom(bytes);
      if (record.getVersion() != VERSION) {
        throw new JournalException(
            "journal record of version %d; this release reads version %d, use a newer one"
                .formatted(record.getVersion(), VERSION));
      }
      return new JournalRecord(
          record.getEpoch(),
          record.getSequence(),
          Instant.ofEpochMilli(record.getUnixMillis()),
          record.getConsumedList().stream()
              .map(c -> new Consumed(c.getPartition(), c.getFrom(), c.getTo()))
              .toList(),
          change(record));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new JournalException("journal record cannot be read: " + e.getMessage(), e);
    }
  }

  private static Change change(Record record) {
    return switch (record.getChangeCase()) {
      case MODEL_CREATED -> modelCreated(record.getModelCreated());
      case TASK_STARTED ->
          new Change.TaskStarted(
              record.getTaskStarted().getTask(),
              record.getTaskStarted().getRestart(),
              record.getTaskStarted().getEvidence());
      case TASK_ENDED ->
          new Change.TaskEnded(
              record.getTaskEnded().getTask(), rows(record.getTaskEnded().getFrozenList()));
      case HEAD_ROWS -> new Change.HeadRows(rows(record.getHeadRows().getRowsList()));
      case PROTOTYPES ->
          new Change.Prototypes(
              record.getPrototypes().getSpace(), rows(record.getPrototypes().getRowsList()));
      case KEPT ->
          new Change.Kept(
              record.getKept().getSamplesList().stream()
                  .map(s -> new KeptSample(s.getLabel(), s.getInput().toByteArray()))
                  .toList());
      case PROBED -> new Change.Probed(record.getProbed().getDerivativesList());
      case STEP -> {
        Step step = record.getStep();
        yield new Change.Step(step(step), step.getStrategy(), step.getSamples());
      }
      case FORK_STEP -> new Change.ForkStep(step(record.getForkStep()));
      case STRATEGY_CHANGED -> {
        var changed = record.getStrategyChanged();
        yield new Change.StrategyChanged(
            changed.getStrategy(),
            Strategy.parse(changed.getLine()),
            new Reason(changed.getCause(), changed.getEvidence(), changed.getExpected()));
      }
      case FORKED -> {
        var forked = record.getForked();
        yield new Change.Forked(
            Strategy.parse(forked.getLine()), forked.getLearns(), reason(forked.getReason()));
      }
      case FORK_ENDED -> {
        var ended = record.getForkEnded();
        yield new Change.ForkEnded(
            ended.getAdopted(), ended.getStrategy(), reason(ended.getReason()));
      }
      case POLICY_CHANGED ->
          new Change.PolicyChanged(
              record.getPolicyChanged().getPolicy(), reason(record.getPolicyChanged().getReason()));
      case LEARNING_PAUSED ->
          new Change.LearningPaused(
              record.getLearningPaused().getPaused(),
              reason(record.getLearningPaused().getReason()));
      case EFFECT_MEASURED -> {
        var measured = record.getEffectMeasured();
        yield new Change.EffectMeasured(
            measured.getDecision(),
            new Effect(
                measured.getAccuracy(),
                measured.getForgetting(),
                measured.getForwards(),
                measured.getEvaluations()));
      }
      case INPUT_SKIPPED -> new Change.InputSkipped(record.getInputSkipped().getWhy());
      case OFFSETS_PASSED ->
          new Change.OffsetsPassed(
              record.getOffsetsPassed().getReadList().stream()
                  .collect(
                      Collectors.toMap(
                          Offset::getPartition,
                          Offset::getOffset,
                          (one, other) -> {
                            throw new JournalException(
                                "journal record %d names a partition twice"
                                    .formatted(record.getSequence()));
                          })));
      case FLUSHED ->
          new Change.Flushed(
              record.getFlushed().getSamples(), reason(record.getFlushed().getReason()));
      case CHANGE_NOT_SET ->
          throw new JournalException(
              "journal record %d holds no change that this release knows"
                  .formatted(record.getSequence()));
    };
  }

  private static Change modelCreated(io.zeroflow.journal.proto.ModelCreated created) {
    return new Change.ModelCreated(
        created.getModel(),
        created.getSeed(),
        created.getNetwork(),
        created.getMethod(),
        created.getCapacity(),
        created.getFeatureSize(),
        created.getSlicesList().stream()
            .map(s -> new SliceSpec(s.getName(), s.getShapeList(), Init.parse(s.getInit())))
            .toList(),
        Strategy.parse(created.getStrategy()),
        created.getHeldOut());
  }

  private static StepRecord step(Step step) {
    return new StepRecord(
        step.getStep(),
        step.getSeed(),
        step.getAge(),
        step.getScalarsList(),
        step.getGradient().isEmpty() ? null : Dense.of(step.getGradient().asReadOnlyByteBuffer()),
        step.getLoss(),
        step.getForwards(),
        step.getRejected().isEmpty() ? null : step.getRejected());
  }

  private static Reason reason(io.zeroflow.journal.proto.Reason reason) {
    return new Reason(reason.getCause(), reason.getEvidence(), reason.getExpected());
  }

  private static List<HeadRow> rows(List<io.zeroflow.journal.proto.HeadRow> rows) {
    return rows.stream().map(RecordCodec::row).toList();
  }

  private static HeadRow row(io.zeroflow.journal.proto.HeadRow row) {
    float[] values = new float[row.getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getValues(i);
    }
    return new HeadRow(row.getLabel(), row.getCount(), values);
  }
}
