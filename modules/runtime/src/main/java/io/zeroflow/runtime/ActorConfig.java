package io.zeroflow.runtime;

import com.typesafe.config.Config;

/**
 * What the actor system is configured with. Pekko's own reference.conf has a value for each of its
 * keys, and which of two reference.conf wins depends on the order of the jars; so what Zeroflow
 * needs lies under a key of its own and is put on top.
 */
final class ActorConfig {

  private static final String KEY = "zeroflow.actors";

  private ActorConfig() {}

  /** The configuration with the section {@code zeroflow.actors} over its top level. */
  static Config of(Config config) {
    return config.getConfig(KEY).withFallback(config);
  }
}
