package io.zeroflow.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alert rules are text: nothing but this holds them to the metrics and pages that exist. */
class AlertRulesTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern METRIC = Pattern.compile("(?<!:)\\bzeroflow_[a-z_]+");
  private static final Pattern RECORDED = Pattern.compile("instance:zeroflow_[a-z0-9_:]+");
  private static final Pattern RUNBOOK = Pattern.compile("runbook_url: \\S+/blob/main/(\\S+)");
  private static final Pattern SUFFIX = Pattern.compile("_(total|bucket|sum|count)$");

  private final String rules = read("config/prometheus/rules.yml");

  @Test
  void everyMetricThatARuleReadsExists() {
    PrometheusRegistry registry = new PrometheusRegistry();
    new Metrics(registry);
    Metrics.memory(registry, Map.of());
    Set<String> names =
        registry.scrape().stream()
            .map(MetricSnapshot::getMetadata)
            .map(metadata -> metadata.getPrometheusName())
            .collect(Collectors.toSet());

    assertThat(found(METRIC, rules))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(names).contains(SUFFIX.matcher(name).replaceFirst("")));
  }

  @Test
  void everyRecordedSeriesThatARuleOrRunbookReadsIsRecorded() throws IOException {
    Set<String> recorded =
        Pattern.compile("record: (\\S+)")
            .matcher(rules)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    String readers = rules;
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/runbooks"))) {
      for (Path page : pages.toList()) {
        readers += Files.readString(page);
      }
    }
    assertThat(found(RECORDED, readers))
        .isNotEmpty()
        .allSatisfy(n -> assertThat(recorded).contains(n));
  }

  @Test
  void everyAlertLinksToARunbookThatExists() {
    List<String> pages = RUNBOOK.matcher(rules).results().map(match -> match.group(1)).toList();

    assertThat(pages).hasSameSizeAs(found(Pattern.compile("alert: \\S+"), rules));
    assertThat(pages).allSatisfy(page -> assertThat(ROOT.resolve(page)).isRegularFile());
  }

  @Test
  void theOperatorsCopyOfTheRulesIsTheSame() {
    assertThat(body(read("deploy/components/prometheus-operator/prometheusrule.yaml")))
        .isEqualTo(body(rules));
  }

  /** From the first group on, without the indentation. */
  private static List<String> body(String yaml) {
    return yaml.substring(yaml.indexOf("groups:")).lines().map(String::strip).toList();
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new IllegalStateException("%s cannot be read".formatted(file), e);
    }
  }
}
