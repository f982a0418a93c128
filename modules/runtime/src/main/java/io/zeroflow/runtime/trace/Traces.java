package io.zeroflow.runtime.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Spans, and their way through Kafka's headers in the form that is configured, by default W3C Trace
 * Context ({@code traceparent}). Names and attributes follow OpenTelemetry's semantic conventions
 * for messaging, which are still in development; our own begin with {@code zeroflow}.
 */
public final class Traces {

  private static final String SCOPE = "io.zeroflow";

  private Traces() {}

  /** Work that may be interrupted. */
  @FunctionalInterface
  public interface Work {

    /** Does it. */
    void run() throws InterruptedException;
  }

  /** Where the sender of a record was; not valid if its headers do not say. */
  public static SpanContext sender(Headers headers) {
    return Span.fromContext(context(headers)).getSpanContext();
  }

  private static Context context(Headers headers) {
    return GlobalOpenTelemetry.getOrNoop()
        .getPropagators()
        .getTextMapPropagator()
        .extract(Context.root(), headers, Getter.HEADERS);
  }

  /** Headers that take the current span along; none outside of one. */
  public static List<Header> headers() {
    Map<String, String> fields = new HashMap<>();
    GlobalOpenTelemetry.getOrNoop()
        .getPropagators()
        .getTextMapPropagator()
        .inject(Context.current(), fields, Map::put);
    return fields.entrySet().stream()
        .<Header>map(
            field ->
                new RecordHeader(field.getKey(), field.getValue().getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /**
   * Starts the span of records that are worked on together, linked to where each was sent.
   *
   * @param count of the records
   */
  public static Span process(String topic, Collection<SpanContext> senders, int count) {
    SpanBuilder span =
        messaging("process", topic)
            .setNoParent()
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute("messaging.batch.message_count", count);
    senders.forEach(span::addLink);
    Span started = span.startSpan();
    // Where nothing is traced all spans are one, so that lots of the same samples are equal.
    return started.getSpanContext().isValid() ? started : Span.getInvalid();
  }

  /** Starts the span of one record, which continues the trace of its sender. */
  public static Span process(String topic, Headers headers) {
    return messaging("process", topic)
        .setParent(context(headers))
        .setSpanKind(SpanKind.CONSUMER)
        .startSpan();
  }

  private static SpanBuilder messaging(String operation, String topic) {
    return builder(operation + " " + topic)
        .setAttribute("messaging.system", "kafka")
        .setAttribute("messaging.operation.type", operation)
        .setAttribute("messaging.destination.name", topic);
  }

  /** Starts a span of its own that was caused by another. */
  public static Span after(String name, SpanContext cause) {
    return builder(name).setNoParent().addLink(cause).startSpan();
  }

  private static SpanBuilder builder(String name) {
    return GlobalOpenTelemetry.getOrNoop().getTracer(SCOPE).spanBuilder(name);
  }

  /** Does a part of the current span's work. */
  public static <T> T part(String name, Supplier<T> work) {
    return within(builder(name).startSpan(), work);
  }

  /** Does a part of the current span's work. */
  public static void part(String name, Work work) throws InterruptedException {
    within(builder(name).startSpan(), work);
  }

  /** Does the work of a span, and ends it. */
  public static void within(Span span, Work work) throws InterruptedException {
    try (Scope _ = span.makeCurrent()) {
      work.run();
    } catch (RuntimeException e) {
      throw failed(span, e);
    } finally {
      span.end();
    }
  }

  /** Does the work of a span, and ends it. */
  public static <T> T within(Span span, Supplier<T> work) {
    try (Scope _ = span.makeCurrent()) {
      return work.get();
    } catch (RuntimeException e) {
      throw failed(span, e);
    } finally {
      span.end();
    }
  }

  private static RuntimeException failed(Span span, RuntimeException e) {
    span.recordException(e).setStatus(StatusCode.ERROR);
    return e;
  }

  private enum Getter implements TextMapGetter<Headers> {
    HEADERS;

    @Override
    public Iterable<String> keys(Headers headers) {
      return Arrays.stream(headers.toArray()).map(Header::key).toList();
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String key) {
      Header header = headers == null ? null : headers.lastHeader(key);
      return header == null || header.value() == null
          ? null
          : new String(header.value(), StandardCharsets.UTF_8);
    }
  }
}
