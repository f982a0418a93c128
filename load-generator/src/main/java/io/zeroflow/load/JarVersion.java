package io.zeroflow.load;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class JarVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    @Nullable String version = JarVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "${COMMAND-FULL-NAME} " + (version == null ? "(not run from its jar)" : version)
    };
  }
}
