package io.zeroflow.server;

import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import io.zeroflow.data.split.Task;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Two tasks of two classes each: a few sentences that a sentence transformer tells apart. */
final class TinyTasks {

  private static final List<Example> WEATHER =
      examples(
          "weather",
          "will it rain in the mountains tomorrow",
          "the storm brings thunder and hail tonight",
          "how warm does it get by noon",
          "snow is expected above eight hundred metres",
          "the fog lifts when the wind turns",
          "a cold front moves in from the north");
  private static final List<Example> FOOD =
      examples(
          "food",
          "fry the onions until they are golden",
          "which wine goes with grilled fish",
          "the bread needs an hour in the oven",
          "add a pinch of salt to the soup",
          "this restaurant makes its own noodles",
          "peel the apples for the pie");
  private static final List<Example> SPORT =
      examples(
          "sport",
          "the goalkeeper saved a penalty in the last minute",
          "she won the marathon by a minute",
          "the team trains twice a day before the final",
          "he missed the serve at match point",
          "the referee showed a red card",
          "our swimmers broke the relay record");
  private static final List<Example> MUSIC =
      examples(
          "music",
          "the violins come in after the second theme",
          "she sings the aria a tone lower",
          "the drummer counts in the next song",
          "he tunes his guitar before every concert",
          "the choir rehearses the requiem on monday",
          "this record was made in a church");

  /** Of each class the last two sentences are held out. */
  static final List<Task> TASKS =
      List.of(task("task-1", WEATHER, FOOD), task("task-2", SPORT, MUSIC));

  private TinyTasks() {}

  private static Task task(String name, List<Example> first, List<Example> second) {
    int train = first.size() - 2;
    return new Task(
        name,
        List.of(first.getFirst().label(), second.getFirst().label()),
        joined(first.subList(0, train), second.subList(0, train)),
        joined(first.subList(train, first.size()), second.subList(train, second.size())));
  }

  private static List<Example> joined(List<Example> first, List<Example> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static List<Example> examples(String label, String... sentences) {
    return Arrays.stream(sentences)
        .map(sentence -> Example.of(label, new Payload.Text(sentence)))
        .toList();
  }
}
