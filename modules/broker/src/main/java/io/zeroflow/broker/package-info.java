/**
 * A real KRaft broker inside the JVM: for the demo, which must run without anything installed, and
 * for tests, which must not fake Kafka. Not for production: one node, replication 1, no security.
 *
 * <p>{@link io.zeroflow.broker.EmbeddedKafka} is all that others call, from any thread; starting
 * and stopping block for seconds. The broker runs on threads of its own.
 */
@NullMarked
package io.zeroflow.broker;

import org.jspecify.annotations.NullMarked;
