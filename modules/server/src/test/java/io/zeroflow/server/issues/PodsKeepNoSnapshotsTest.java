package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests mounted a volume, and nothing said to keep snapshots there. */
class PodsKeepNoSnapshotsTest {

  private static final Path DEPLOY = Path.of("../../deploy");

  @Test
  void theSnapshotDirectoryIsOnTheVolume() throws Exception {
    String pod = Files.readString(DEPLOY.resolve("base/statefulset.yaml"));
    String volume = group("\\{name: data, mountPath: (\\S+)}", pod);
    assertThat(group("name: ZEROFLOW_SNAPSHOTS\\s+value: (\\S+)", pod)).startsWith(volume + "/");
  }

  /** What an overlay says instead would win over the base, or be of another volume. */
  @Test
  void noOverlayTakesItAway() throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(DEPLOY.resolve("overlays"))) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      assertThat(file)
          .content()
          .doesNotContain("snapshots.directory", "ZEROFLOW_SNAPSHOTS", "$patch: replace");
    }
  }

  private static String group(String pattern, String text) {
    var matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
