package io.zeroflow.runtime;

import io.zeroflow.journal.snapshot.Snapshots;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SnapshotSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What can be known to be wrong on this machine before anything is changed or takes long. */
public final class Preflight {

  private Preflight() {}

  /** All that is wrong, in words with the remedy. Nothing stays behind. */
  public static List<String> mistakes(Settings settings) {
    List<String> mistakes = new ArrayList<>(Models.mistakes(settings.model()));
    snapshots(settings.snapshots(), settings.model().id(), mistakes);
    return mistakes;
  }

  private static void snapshots(SnapshotSettings settings, String model, List<String> mistakes) {
    settings
        .directory()
        .ifPresent(
            directory -> {
              try {
                new Snapshots(directory, model, settings.keep()).probe();
              } catch (IOException e) {
                mistakes.add(
                    "zeroflow.snapshots.directory: %s; take one that this user may write"
                        .formatted(e.getMessage()));
              }
            });
  }
}
