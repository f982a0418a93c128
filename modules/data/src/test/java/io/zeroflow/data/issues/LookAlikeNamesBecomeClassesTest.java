package io.zeroflow.data.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.BadSampleException.Reason;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.proto.StreamMessage;
import io.zeroflow.data.reader.ImageFolder;
import io.zeroflow.data.split.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "cat", " cat" and "cat" with a character that nobody sees were three classes. */
class LookAlikeNamesBecomeClassesTest {

  private static final String COMPOSED = "caf\u00E9";
  private static final String DECOMPOSED = "cafe\u0301";
  private static final Payload PURRS = new Payload.Text("it purrs");

  private final SampleCodec codec = new SampleCodec();

  static Stream<Arguments> names() {
    return Map.ofEntries(
            Map.entry(" cat", "begins with U+0020 SPACE; cut it off"),
            Map.entry("cat ", "ends with U+0020 SPACE; cut it off"),
            Map.entry("cat  ", "ends with U+0020 SPACE"),
            Map.entry("cat\t", "ends with U+0009 CHARACTER TABULATION"),
            Map.entry("\u00A0cat", "begins with U+00A0 NO-BREAK SPACE"),
            Map.entry("cat\u3000", "ends with U+3000 IDEOGRAPHIC SPACE"),
            Map.entry("cat\u2028", "ends with U+2028 LINE SEPARATOR"),
            Map.entry("\u00A0", "begins with U+00A0 NO-BREAK SPACE"),
            Map.entry("big  cat", "two blanks in a row at index 3; write one"),
            Map.entry("big\u00A0cat", "U+00A0 NO-BREAK SPACE at index 3; write U+0020 SPACE"),
            Map.entry("big\ncat", "U+000A LINE FEED (LF) at index 3"),
            Map.entry("c\u0000at", "U+0000 NULL at index 1"),
            Map.entry("c\u001Bat", "U+001B ESCAPE at index 1"),
            Map.entry("c\u0085at", "U+0085 NEXT LINE (NEL) at index 1"),
            Map.entry(
                "ca\u200Bt",
                "'ca\\u200Bt' has U+200B ZERO WIDTH SPACE at index 2, which nobody sees; leave it out"),
            Map.entry("\u200B", "U+200B ZERO WIDTH SPACE at index 0"),
            Map.entry("ca\u200Ct", "U+200C ZERO WIDTH NON-JOINER at index 2"),
            Map.entry("ca\u200Dt", "U+200D ZERO WIDTH JOINER at index 2"),
            Map.entry("cat\u200D", "U+200D ZERO WIDTH JOINER at index 3"),
            Map.entry("cat\u200E", "U+200E LEFT-TO-RIGHT MARK"),
            Map.entry("\u202Etac", "U+202E RIGHT-TO-LEFT OVERRIDE at index 0"),
            Map.entry("ca\u2060t", "U+2060 WORD JOINER"),
            Map.entry("ca\u2063t", "U+2063 INVISIBLE SEPARATOR"),
            Map.entry("\u2066cat\u2069", "U+2066 LEFT-TO-RIGHT ISOLATE"),
            Map.entry("\uFEFFcat", "U+FEFF ZERO WIDTH NO-BREAK SPACE at index 0"),
            Map.entry("ca\u00ADt", "U+00AD SOFT HYPHEN"),
            Map.entry("ca\u034Ft", "U+034F COMBINING GRAPHEME JOINER"),
            Map.entry("ca\u061Ct", "U+061C ARABIC LETTER MARK"),
            Map.entry("ca\u180Et", "U+180E MONGOLIAN VOWEL SEPARATOR"),
            Map.entry("\u3164", "U+3164 HANGUL FILLER at index 0"),
            Map.entry("a\u115F", "U+115F HANGUL CHOSEONG FILLER"),
            Map.entry("a\u1160", "U+1160 HANGUL JUNGSEONG FILLER"),
            Map.entry("a\uFFA0", "U+FFA0 HALFWIDTH HANGUL FILLER"),
            Map.entry("\u2800", "U+2800 BRAILLE PATTERN BLANK"),
            Map.entry("a\uFE0F", "U+FE0F VARIATION SELECTOR-16"),
            Map.entry("1\uFE0F", "U+FE0F VARIATION SELECTOR-16"),
            Map.entry("\uFE0F", "U+FE0F VARIATION SELECTOR-16"),
            Map.entry("\uD83D\uDC08\uFE0F", "U+FE0F VARIATION SELECTOR-16 at index 2"), // a cat
            Map.entry("a" + Character.toString(0xE0100), "U+E0100 VARIATION SELECTOR-17"),
            Map.entry("a" + Character.toString(0xE0041), "U+E0041 TAG LATIN CAPITAL LETTER A"),
            Map.entry("a" + Character.toString(0x1D173), "U+1D173 MUSICAL SYMBOL BEGIN BEAM"),
            Map.entry("a\uFFFF", "U+FFFF"),
            Map.entry("a\uD83D", "U+D83D"),
            Map.entry("\uDC08a", "U+DC08"),
            Map.entry("\u0301", "begins with U+0301 COMBINING ACUTE ACCENT"),
            Map.entry("\u0645\u200C\u200C\u062E", "U+200C ZERO WIDTH NON-JOINER at index 1"),
            Map.entry("\u0645\u200C", "U+200C ZERO WIDTH NON-JOINER at index 1"))
        .entrySet()
        .stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void paddedAndHiddenNamesAreRefusedByTheirCharacter(String name, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sample("t", name, Split.TRAIN, PURRS))
        .withMessageContaining("the label '")
        .withMessageContaining(words);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sample(name, "cat", Split.TRAIN, PURRS))
        .withMessageContaining("the task '");
    assertThatIllegalArgumentException().isThrownBy(() -> new TaskEnd(name));
    assertThatIllegalArgumentException().isThrownBy(() -> Example.of(name, PURRS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoadedDataset("d", List.of(name), List.of(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Task(name, List.of(), List.of(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theyComeFromNoForm(String name, String words) {
    for (String key : new String[] {"label", "task"}) {
      String other = key.equals("label") ? "task" : "label";
      expectBadName(
          "{\"%s\":\"%s\",\"%s\":\"ok\",\"text\":\"x\"}"
              .formatted(key, escaped(name), other)
              .getBytes(StandardCharsets.UTF_8),
          words);
    }
    expectBadName(
        "{\"taskEnd\":\"%s\"}".formatted(escaped(name)).getBytes(StandardCharsets.UTF_8), words);
    if (StandardCharsets.UTF_8.newEncoder().canEncode(name)) { // protobuf has no lone surrogates
      expectBadName(
          StreamMessage.newBuilder()
              .setSample(
                  io.zeroflow.data.proto.Sample.newBuilder().setLabel(name).setText("it purrs"))
              .build()
              .toByteArray(),
          words);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat",
        "big cat",
        "T-shirt/top",
        "gr\u00F6\u00DFe",
        "\u732B",
        "\uD55C\uAE00", // Korean
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", // Persian, with a non-joiner
        "\u0915\u094D\u200D\u0937", // Hindi, with a joiner
        "\u0DC1\u0DCA\u200D\u0DBB\u0DD3", // Sinhala
        "\u09B0\u200D\u09CD\u09AF", // Bengali
        "\uD83D\uDC08\u200D\u2B1B", // a black cat
        "\uD83D\uDC69\uD83C\uDFFD\u200D\uD83D\uDCBB", // a woman at a computer
        "\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08", // a rainbow flag
        "\u2764\uFE0F", // a red heart
        "1\uFE0F\u20E3", // a key
        "\u231A\uFE0E" // a watch as text
      })
  void whatIsSeenStays(String name) {
    assertThat(new TaskEnd(name).task()).isEqualTo(name);
  }

  @Test
  void theFlagOfARegionStays() {
    String scotland =
        "\uD83C\uDFF4"
            + "gbsct"
                .codePoints()
                .map(letter -> 0xE0000 + letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            + Character.toString(0xE007F);

    assertThat(new TaskEnd(scotland).task()).isEqualTo(scotland);
  }

  @Test
  void oneNameHasOneForm() {
    Sample sample = new Sample(COMPOSED, COMPOSED, Split.TRAIN, PURRS);

    assertThat(new Sample(DECOMPOSED, DECOMPOSED, Split.TRAIN, PURRS)).isEqualTo(sample);
    assertThat(new TaskEnd(DECOMPOSED)).isEqualTo(new TaskEnd(COMPOSED));
    assertThat(
            codec.decode(
                "{\"task\":\"%1$s\",\"label\":\"%1$s\",\"text\":\"it purrs\"}"
                    .formatted(DECOMPOSED)
                    .getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(sample);
    assertThat(
            codec.decode(
                StreamMessage.newBuilder()
                    .setSample(
                        io.zeroflow.data.proto.Sample.newBuilder()
                            .setTask(DECOMPOSED)
                            .setLabel(DECOMPOSED)
                            .setText("it purrs"))
                    .build()
                    .toByteArray()))
        .isEqualTo(sample);
    assertThat(Example.of(DECOMPOSED, PURRS).label()).isEqualTo(COMPOSED);
    assertThat(new Task(DECOMPOSED, List.of(DECOMPOSED), List.of(), List.of()).labels())
        .containsExactly(COMPOSED);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LoadedDataset("d", List.of(COMPOSED, DECOMPOSED), List.of(), List.of()))
        .withMessageContaining("listed twice");
  }

  /** 200 characters that take four times as many in parts. */
  @Test
  void theLimitIsOnTheFormThatIsKept() {
    String label = "\u1F82".repeat(200);

    assertThat(
            codec.decode(
                "{\"label\":\"%s\",\"text\":\"x\"}"
                    .formatted(java.text.Normalizer.normalize(label, java.text.Normalizer.Form.NFD))
                    .getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Sample("", label, Split.TRAIN, new Payload.Text("x")));
  }

  @Test
  void aTaskThatBeganCanEnd() {
    for (String task : new String[] {" ", "\t", "\u00A0", "\u200B"}) {
      assertThatExceptionOfType(BadSampleException.class)
          .as("a sample of task '%s'", task)
          .isThrownBy(
              () ->
                  codec.decode(
                      "{\"task\":\"%s\",\"label\":\"a\",\"text\":\"x\"}"
                          .formatted(escaped(task))
                          .getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void textOfNothingVisibleIsNoPayload() {
    for (String text : new String[] {"\u200B", "\u00A0\uFEFF", "\u3164 \u2800"}) {
      assertThatExceptionOfType(BadSampleException.class)
          .isThrownBy(
              () ->
                  codec.decode(
                      "{\"label\":\"a\",\"text\":\"%s\"}"
                          .formatted(text)
                          .getBytes(StandardCharsets.UTF_8)))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING_PAYLOAD));
    }
  }

  @Test
  void aFolderListedInPartsIsTheSameClass(@TempDir Path root) throws IOException {
    for (String folder : new String[] {"train/" + DECOMPOSED, "test/" + COMPOSED}) {
      Files.write(Files.createDirectories(root.resolve(folder)).resolve("1.png"), new byte[] {1});
    }

    assertThat(ImageFolder.read("images", root).labels()).containsExactly(COMPOSED);
    assertThat(ImageFolder.read("images", root).test().getFirst().label()).isEqualTo(COMPOSED);
  }

  @Test
  void aFolderThatCannotBeAClassIsNamed(@TempDir Path root) throws IOException {
    Path folder = Files.createDirectories(root.resolve("ca\u00ADt"));
    Files.write(folder.resolve("1.png"), new byte[] {1});

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ImageFolder.read("images", root, 0, 1))
        .withMessageContaining(folder.toString())
        .withMessageContaining("U+00AD SOFT HYPHEN at index 2");
  }

  private void expectBadName(byte[] value, String words) {
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(value))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BAD_NAME));
  }

  private static String escaped(String name) {
    StringBuilder escaped = new StringBuilder();
    for (char c : name.toCharArray()) {
      escaped.append("\\u%04x".formatted((int) c));
    }
    return escaped.toString();
  }
}
