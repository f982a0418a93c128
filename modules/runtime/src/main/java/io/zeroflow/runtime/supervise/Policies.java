package io.zeroflow.runtime.supervise;

import io.zeroflow.runtime.settings.SupervisorSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies that there are, by name. */
public final class Policies {

  private final Map<String, Policy> policies = new LinkedHashMap<>();

  /** Those of the settings. */
  public Policies(SupervisorSettings settings) {
    List.of(
            new Manual(),
            new Rules(settings.rules()),
            new Canary(settings.canary()),
            new Bandit(settings.bandit()))
        .forEach(this::add);
  }

  /** Those alone. */
  public Policies(Policy... policies) {
    Arrays.stream(policies).forEach(this::add);
  }

  private void add(Policy policy) {
    policies.put(policy.name(), policy);
  }

  /**
   * The policy of that name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  Policy get(String name) {
    Policy policy = policies.get(name);
    if (policy == null) {
      throw new IllegalArgumentException(
          "there is no policy '%s'; there are %s"
              .formatted(name, String.join(", ", policies.keySet())));
    }
    return policy;
  }

  boolean has(String name) {
    return policies.containsKey(name);
  }

  /** What each does, by name. */
  public Map<String, String> explained() {
    Map<String, String> explained = new LinkedHashMap<>();
    policies.forEach((name, policy) -> explained.put(name, policy.explain()));
    return explained;
  }
}
