package io.zeroflow.runtime;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Three tasks of two classes with a few sentences each; the last two of a class are held out. */
final class Glosses {

  static final List<String> TASKS = List.of("animals", "food", "travel");

  private static final Map<String, Map<String, List<String>>> TEXTS = new LinkedHashMap<>();

  static {
    put(
        "animals",
        "cat",
        "a small furry pet that purrs and hunts mice",
        "a tabby kitten asleep on the window sill",
        "it meows at the door and licks its paws",
        "a feline with whiskers and soft fur",
        "the tomcat chased a mouse through the barn",
        "a kitten that purrs in your lap");
    put(
        "animals",
        "dog",
        "a loyal pet that barks and fetches sticks",
        "the puppy wagged its tail and barked",
        "a hound that follows a scent in the hunt",
        "a shepherd that guards and herds the sheep",
        "it growled at the postman and chewed the bone",
        "a puppy that barks and wags its tail");
    put(
        "food",
        "bread",
        "a loaf baked from flour water and yeast",
        "the baker took a crusty loaf from the oven",
        "slices of toast with a golden crust",
        "dough that rises and is baked",
        "a baguette from the bakery",
        "a fresh loaf of rye with a thick crust");
    put(
        "food",
        "cheese",
        "curdled milk that is pressed and ripened",
        "a wheel of cheddar aged in a cellar",
        "soft brie with a white rind",
        "grated parmesan from the dairy",
        "the goat's milk was curdled and salted",
        "a ripe cheddar made from cow's milk");
    put(
        "travel",
        "ship",
        "a large vessel that crosses the ocean",
        "the captain steered the liner out of the harbour",
        "a freighter carrying containers over the sea",
        "sailors hoisted the sails on deck",
        "the ferry docked at the quay",
        "a vessel that sails across the sea");
    put(
        "travel",
        "train",
        "carriages pulled along rails by a locomotive",
        "the express left the station on platform two",
        "a railway engine hauling freight wagons",
        "passengers boarded the carriage at the station",
        "a locomotive that runs on tracks",
        "the railway carriage rattled along the rails");
  }

  private Glosses() {}

  private static void put(String task, String label, String... texts) {
    TEXTS.computeIfAbsent(task, t -> new LinkedHashMap<>()).put(label, List.of(texts));
  }

  /** All training samples of a task in an order of its own: 8. */
  static List<Sample> training(String task, RandomGenerator random) {
    List<Sample> samples = samples(task, Split.TRAIN);
    Collections.shuffle(samples, random);
    return samples;
  }

  /** The held-out samples of a task: 4. */
  static List<Sample> heldOut(String task) {
    return samples(task, Split.EVAL);
  }

  private static List<Sample> samples(String task, Split split) {
    List<Sample> samples = new ArrayList<>();
    TEXTS
        .getOrDefault(task, Map.of())
        .forEach(
            (label, texts) -> {
              List<String> part =
                  split == Split.TRAIN ? texts.subList(0, 4) : texts.subList(4, texts.size());
              part.forEach(
                  text -> samples.add(new Sample(task, label, split, new Payload.Text(text))));
            });
    return samples;
  }
}
