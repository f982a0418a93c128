package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import io.zeroflow.data.split.Caps;
import io.zeroflow.data.split.ClassIncremental;
import io.zeroflow.data.split.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickDrawTest {
  private static final String CAT = "package/src/drawings/cat.ndjson.gz";

  @TempDir Path folder;

  @Test
  void readsTheArchiveOfNpm() throws IOException {
    byte[] archive =
        new Tar()
            .entry('5', "package/src/", new byte[0])
            .entry(
                'x',
                "package/PaxHeader/zebra",
                "20 mtime=1504276740\n".getBytes(StandardCharsets.US_ASCII))
            .file("package/src/drawings/zebra.ndjson.gz", drawings(500))
            .file("package/package.json", new byte[700])
            .file("package/src/drawings/The Mona Lisa.ndjson.gz", drawings(0))
            .gzip();

    expectPublished(QuickDraw.read(Files.write(folder.resolve("q.tgz"), archive)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"package/src/drawings", "src/drawings", "."})
  void readsTheUnpackedFolder(String place) throws IOException {
    Path drawings = Files.createDirectories(folder.resolve(place));
    Files.write(drawings.resolve("zebra.ndjson.gz"), drawings(500));
    Files.write(drawings.resolve("The Mona Lisa.ndjson.gz"), drawings(0));
    Files.writeString(drawings.resolve("notes.txt"), "none of our business");

    expectPublished(QuickDraw.read(folder));
  }

  private static void expectPublished(Dataset data) {
    assertThat(data.name()).isEqualTo("quickdraw");
    assertThat(data.labels()).containsExactly("The Mona Lisa", "zebra");
    assertThat(data.train()).hasSize(160);
    assertThat(data.test()).hasSize(40);
    assertThat(data.train().get(80).label()).isEqualTo("zebra");
    // The value at the pixel of a line's own number is the class's offset plus that number.
    assertThat(values(data.train().get(80 + 79))[79]).isEqualTo(0.579f);
    assertThat(values(data.test().getFirst())[80]).isEqualTo(0.08f);
    assertThat(values(data.test().getLast())).hasSize(784).endsWith(1f, 0.25f);
    Payload.Tensor first = (Payload.Tensor) data.train().getFirst().payload();
    assertThat(first.shape()).containsExactly(1, 28, 28);
  }

  @Test
  void fallsIntoTasksByTheSeed() throws IOException {
    Tar tar = new Tar();
    for (String label : List.of("ant", "bat", "cat", "dog")) {
      tar.file("package/src/drawings/" + label + ".ndjson.gz", drawings(1));
    }
    Dataset data = QuickDraw.read(Files.write(folder.resolve("q.tgz"), tar.gzip()));

    List<Task> tasks = ClassIncremental.split(data, 2, 3, Caps.NONE);

    assertThat(tasks).hasSize(2);
    assertThat(tasks).allSatisfy(task -> assertThat(task.train()).hasSize(160));
  }

  @Test
  void refusesAPlaceWithoutDrawings() throws IOException {
    Path empty = Files.write(folder.resolve("empty.tgz"), new Tar().gzip());

    refused(empty, "empty.tgz: expected files <class>.ndjson.gz in src/drawings/, found none");
    refused(
        Files.createDirectory(folder.resolve("empty")),
        "empty: expected files <class>.ndjson.gz in src/drawings/, found none");
    refused(folder.resolve("nowhere"), "nowhere: expected a file, found nothing of that name");
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    Path file = folder.resolve("q.tgz");
    byte[] archive = new Tar().file(CAT, drawings(1)).gzip();

    Files.write(file, new byte[600]);
    refused(file, "expected a whole gzipped tar archive, found Not in GZIP format");
    Files.write(file, Tar.gzip("x".repeat(600).getBytes(StandardCharsets.US_ASCII)));
    refused(file, "expected ustar headers, found 'xxxxx'");
    Files.write(file, Arrays.copyOf(archive, archive.length / 2));
    refused(
        file, "expected a whole gzipped tar archive, found Unexpected end of ZLIB input stream");
    Files.write(file, new Tar().file(CAT, new byte[5 << 20]).gzip());
    refused(file, "expected files of at most 4,194,304 bytes, found 5,242,880 in " + CAT);
  }

  @Test
  void refusesDrawingsOfAnotherForm() throws IOException {
    String line = line(0, 0);

    refusedDrawings(line.repeat(99), "expected 100 drawings, found 99");
    refusedDrawings(line.repeat(101), "expected 100 drawings, found more");
    refusedDrawings(
        "[1,0]\n", "expected an array of 784 numbers in line 1, found END_ARRAY after 2 of them");
    refusedDrawings(
        line + "[" + "0,".repeat(784) + "0]\n",
        "expected an array of 784 numbers in line 2, found VALUE_NUMBER_INT after 784 of them");
    refusedDrawings(
        "{\"drawing\":1}",
        "expected an array of 784 numbers in line 1, found START_OBJECT after 0 of them");
    for (String value : List.of("-0.5", "1.5", "0.1234")) {
      refusedDrawings(
          line + line.replace("[0", "[" + value),
          "expected values from 0 to 1 with up to three decimals, found " + value + " in line 2");
    }
    refusedDrawings(line + "[0, oops", "cat.ndjson.gz: expected a JSON array a line, found Unr");
    refusedDrawings(
        line + "[0, 1", "cat.ndjson.gz: expected a JSON array a line, found Unexpected");
  }

  private void refusedDrawings(String text, String words) throws IOException {
    byte[] content = Tar.gzip(text.getBytes(StandardCharsets.UTF_8));
    refused(Files.write(folder.resolve("q.tgz"), new Tar().file(CAT, content).gzip()), words);
  }

  private static void refused(Path place, String words) {
    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> QuickDraw.read(place))
        .withMessageStartingWith(place.toString())
        .withMessageContaining(words);
  }

  private static float[] values(Example example) {
    return ((Payload.Tensor) example.payload()).values();
  }

  /** A class: pixel i of drawing i has the value (offset + i) / 1000, the last two 1 and 0.25. */
  private static byte[] drawings(int offset) throws IOException {
    String text =
        IntStream.range(0, 100).mapToObj(i -> line(i, offset)).collect(Collectors.joining());
    return Tar.gzip(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(int number, int offset) {
    String[] values = new String[784];
    Arrays.fill(values, "0");
    values[number] = String.valueOf((offset + number) / 1000.0);
    values[782] = "1";
    values[783] = "0.25";
    return "[" + String.join(",", values) + "]\n";
  }
}
