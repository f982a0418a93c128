package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README allows a JDK 17 on the PATH, and had people start the load generator with it. Both
 * launchers take the JDK that one script finds.
 */
class LoadNeedsAnotherJavaThanIsThereTest {

  private static final Path ROOT = Path.of("../..");

  @TempDir private Path folder;

  @Test
  void anOldJdkIsPassedOver() throws Exception {
    Files.createDirectories(folder.resolve("bin"));
    Path java = Files.writeString(folder.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    ProcessBuilder builder = new ProcessBuilder(ROOT.resolve("find-jdk").toString());
    builder.environment().put("JAVA_HOME", folder.toString());
    builder.environment().put("ZEROFLOW_JAVA_HOME", folder.toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (old, own) -> own + ":" + old);
    Process process = builder.start();
    String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      // None in the usual places, as where the tests were started by JAVA_HOME: said so.
      assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("no JDK 25 or later found");
      return;
    }
    assertThat(Path.of(found.strip())).isNotEqualTo(folder);
    assertThat(Path.of(found.strip(), "release"))
        .content()
        .containsPattern("JAVA_VERSION=\"(2[5-9]|[3-9])");
  }

  @Test
  void bothLaunchersAskTheSameScript() throws Exception {
    for (String launcher : new String[] {"zeroflow", "load-generator/zeroflow-load"}) {
      assertThat(ROOT.resolve(launcher)).isExecutable().content().contains("/find-jdk\")");
    }
  }

  @Test
  void noPageStartsAJarByHand() throws Exception {
    for (String page : new String[] {"README.md", "docs/feeding.md", "docs/containers.md"}) {
      assertThat(ROOT.resolve(page)).content().doesNotContain("java -jar");
    }
  }
}
