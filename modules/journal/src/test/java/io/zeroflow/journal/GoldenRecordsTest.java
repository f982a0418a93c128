package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Records as earlier releases wrote them: a journal outlives the release that wrote it. A line that
 * is there never changes; what a release adds gets a line of its own.
 */
class GoldenRecordsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden-records.txt");

  @Test
  void recordsReadAndWriteAsTheyEverDid() throws Exception {
    List<Change> changes = RecordCodecTest.changes().toList();
    List<String> golden = Files.readAllLines(GOLDEN);
    assertThat(golden)
        .as("a change without a line; append %s", line(changes.getLast()))
        .hasSameSizeAs(changes);
    for (int i = 0; i < golden.size(); i++) {
      assertThat(line(changes.get(i))).isEqualTo(golden.get(i));
      byte[] bytes = HexFormat.of().parseHex(golden.get(i).split(" ")[1]);
      assertThat(RecordCodec.encode(RecordCodec.decode(bytes))).isEqualTo(bytes);
    }
  }

  private static String line(Change change) {
    JournalRecord record =
        new JournalRecord(3, 70, Records.TIME, List.of(new Consumed(1, 2, 300)), change);
    return change.kind() + " " + HexFormat.of().formatHex(RecordCodec.encode(record));
  }
}
