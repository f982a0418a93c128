/**
 * A real KRaft broker inside the JVM: for the demo, which must run without anything installed, and
 * for tests, which must not fake Kafka. Not for production: one node, replication 1, no security.
 */
@NullMarked
package io.zeroflow.broker;

import org.jspecify.annotations.NullMarked;
