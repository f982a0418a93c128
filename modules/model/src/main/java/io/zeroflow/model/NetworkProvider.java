package io.zeroflow.model;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/**
 * Makes networks of a kind that Zeroflow does not know. A jar on the class path names its providers
 * in {@code META-INF/services/io.zeroflow.model.NetworkProvider}; see {@link ServiceLoader}.
 */
public interface NetworkProvider {

  /** What the configuration calls it. */
  String name();

  /**
   * A network, loaded.
   *
   * @param options of the configuration, as text; any names
   * @param device {@code auto}, {@code cpu} or {@code gpu:N}
   * @throws IllegalArgumentException naming an option, its value and the remedy
   */
  Network create(Map<String, String> options, String device);

  /**
   * The provider of that name.
   *
   * @throws IllegalArgumentException if there is none; its message says which there are
   */
  static NetworkProvider named(String name) {
    List<NetworkProvider> all =
        StreamSupport.stream(ServiceLoader.load(NetworkProvider.class).spliterator(), false)
            .toList();
    return all.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no provider on the class path is named '%s'; there are %s"
                        .formatted(name, all.stream().map(NetworkProvider::name).toList())));
  }
}
