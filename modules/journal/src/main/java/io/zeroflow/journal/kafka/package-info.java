/**
 * The journal on Kafka: a transactional writer, a read-committed reader and the topics. The
 * writer's transactional id is the model's, so a new learner fences the old one; readers see
 * committed records only, in order.
 */
@NullMarked
package io.zeroflow.journal.kafka;

import org.jspecify.annotations.NullMarked;
