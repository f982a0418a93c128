package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page as a browser shows it: scripts run, the policy holds, the form works. */
@Live
class PageTest {

  private static ChromeDriver browser;

  private final LiveZeroflow live;
  private final Web web;

  PageTest(LiveZeroflow live) {
    this.live = live;
    this.web = new Web(live.url());
  }

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) { // there is none where the tests are skipped
      browser.quit();
    }
  }

  @BeforeEach
  void load() {
    browser.get(live.url() + "/");
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(text("connection")).isEqualTo("live");
              assertThat(text("average")).endsWith("%");
              assertThat(browser.findElements(By.cssSelector("#timeline li"))).isNotEmpty();
              assertThat(browser.findElements(By.cssSelector("#configuration dd"))).isNotEmpty();
              assertThat(text("policy-words")).isNotBlank();
            });
  }

  @Test
  void showsWhatTheApiSays() throws Exception {
    JsonNode accuracy = Web.json(web.get("/api/v1/accuracy"));
    JsonNode status = Web.json(web.get("/api/v1/status"));

    assertThat(text("average")).isEqualTo(percent(accuracy.at("/model/average")));
    assertThat(text("last")).isEqualTo(percent(accuracy.at("/model/last")));
    assertThat(text("forgetting")).isEqualTo(percent(accuracy.at("/model/forgetting")));
    assertThat(text("control-average")).isEqualTo(percent(accuracy.at("/control/average")));
    assertThat(text("control-last")).isEqualTo(percent(accuracy.at("/control/last")));
    assertThat(text("strategy")).isEqualTo(status.get("strategy").asText());
    assertThat(text("step"))
        .isEqualTo(String.format(Locale.ROOT, "%,d", status.get("step").asLong()));
    assertThat(text("loss"))
        .isEqualTo(String.format(Locale.ROOT, "%.3f", status.get("loss").asDouble()));
    assertThat(text("task")).isEqualTo("none");
    assertThat(texts("#matrix th"))
        .containsExactlyInAnyOrder("after", "task-1", "task-2", "task-1", "task-2");
    JsonNode landscape = Web.json(web.get("/api/v1/landscape"));
    String seen =
        landscape.get("points").isEmpty()
            ? "The last step measured no direction."
            : String.format(Locale.ROOT, "After step %,d.", landscape.get("step").asLong());
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .untilAsserted(() -> assertThat(text("landscape-step")).isEqualTo(seen));
    assertNothingWentWrong();
  }

  @Test
  void saysWhatBackpropWouldKeep() throws Exception {
    JsonNode memory = Web.json(web.get("/api/v1/step-memory"));
    double expected = memory.get("activations").asDouble() + memory.get("gradient").asDouble();
    assertThat(expected).isPositive();
    Pattern words =
        Pattern.compile("keeps ([\\d.]+) (KiB|MiB), activations of 4 samples and the gradient");
    String seen =
        await()
            .atMost(LiveZeroflow.PATIENCE)
            .until(
                () -> texts("#system dd").stream().filter(words.asMatchPredicate()).findFirst(),
                Optional::isPresent)
            .orElseThrow();
    Matcher number = words.matcher(seen);
    assertThat(number.matches()).isTrue();
    double shown =
        Double.parseDouble(number.group(1)) * (number.group(2).equals("KiB") ? 1 << 10 : 1 << 20);
    assertThat(shown).isCloseTo(expected, withinPercentage(50)); // measured anew every time
    assertNothingWentWrong();
  }

  @Test
  void chartsAreDrawnAndTheirTooltipsKeepToThePolicy() {
    for (String id : List.of("tasks-chart", "scores-chart", "loss-chart")) {
      WebElement canvas = browser.findElement(By.cssSelector("#" + id + " canvas"));
      assertThat(inkOf(canvas)).as(id).isGreaterThan(500);
      double before = inkOf(canvas);
      AtomicInteger moves = new AtomicInteger();
      // The box of the tooltip covers more than the lines that it hides. A chart that is drawn
      // again in the meantime forgets it until the pointer moves.
      await()
          .atMost(LiveZeroflow.PATIENCE)
          .untilAsserted(
              () -> {
                int aside = 20 + moves.incrementAndGet() % 40;
                new Actions(browser)
                    .scrollToElement(canvas)
                    .moveToElement(canvas, aside, 0)
                    .perform();
                assertThat(inkOf(canvas)).as(id).isGreaterThan(before);
              });
    }
    assertNothingWentWrong();
  }

  /** The rules of WCAG that a machine can check, contrast among them, in both colour schemes. */
  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void theAccessibilityCheckerFindsNothing(String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));

    assertThat(new AxeBuilder().analyze(browser).getViolations()).isEmpty();
  }

  @Test
  void aSwapThroughTheFormIsAnsweredAndShown() throws Exception {
    String line = "zo-adam(lr=2e-5, q=2)";

    submit(line);

    await()
        .atMost(LiveZeroflow.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(text("answer"))
                  .startsWith("swapped after step")
                  .contains("zo-adam(lr=2e-5");
              assertThat(text("strategy")).startsWith("zo-adam(lr=2e-5");
              assertThat(texts("#timeline li")).first().asString().contains("zo-adam(lr=2e-5");
            });
    assertThat(Web.json(web.get("/api/v1/status")).get("strategy").asText())
        .isEqualTo(text("strategy"));
    assertThat(browser.findElement(By.id("answer")).getDomAttribute("class")).isNullOrEmpty();
    assertNothingWentWrong();
  }

  @Test
  void aMistypedStrategyIsExplainedBesideTheForm() {
    String before = text("strategy");

    submit("zo-sgd(lrr=1)");

    await()
        .atMost(LiveZeroflow.PATIENCE)
        .untilAsserted(() -> assertThat(text("answer")).contains("no option 'lrr'", "momentum"));
    assertThat(browser.findElement(By.id("answer")).getDomAttribute("class")).isEqualTo("bad");
    assertThat(text("strategy")).isEqualTo(before);
    // The browser itself notes every answer that is not a success.
    assertThat(complaints())
        .singleElement()
        .asString()
        .contains("/api/v1/strategy", "status of 400");
  }

  @Test
  void anotherPolicyDecidesOnceItIsConfirmed() throws Exception {
    browser.findElement(By.cssSelector("#policy option[value=bandit]")).click();
    assertThat(text("policy-words")).startsWith("choose among");
    browser.findElement(By.cssSelector("#choose button")).click();
    browser.switchTo().alert().dismiss();
    assertThat(policy()).isEqualTo("manual");

    confirmed("#choose button");

    await()
        .atMost(LiveZeroflow.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(text("answer")).isEqualTo("bandit decides");
              assertThat(texts("#timeline li")).first().asString().contains("policy bandit");
            });
    assertThat(policy()).isEqualTo("bandit");
    web.put("/api/v1/policy", "text/plain", "manual");
    await().atMost(LiveZeroflow.PATIENCE).until(() -> policy().equals("manual"));
    assertNothingWentWrong();
  }

  private String policy() throws Exception {
    return Web.json(web.get("/api/v1/policy")).get("policy").asText();
  }

  @Test
  void aPauseIsShownUntilItIsOver() {
    confirmed("#pause");
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .until(() -> text("paused").startsWith("paused by operator since "));
    assertThat(text("answer")).startsWith("paused after step");
    assertThat(text("pause")).isEqualTo("Resume");

    confirmed("#pause");
    await().atMost(LiveZeroflow.PATIENCE).until(() -> text("paused").isEmpty());
    assertThat(text("answer")).startsWith("goes on after step");
    assertNothingWentWrong();
  }

  @Test
  void whatCannotBeDoneIsExplained() {
    confirmed("#rollback");
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .untilAsserted(() -> assertThat(text("answer")).contains("while it is on probation"));
    assertThat(complaints()).singleElement().asString().contains("/api/v1/rollback", "409");
  }

  @Test
  void theSystemIsShownAsTheApiHasIt() {
    assertThat(texts("#system dd")).contains("none", "0 records");
    assertThat(texts("#configuration dt")).contains("model", "supervisor", "kafka");
  }

  @Test
  void aScriptThatIsNotAFileOfThePageDoesNotRun() {
    browser.executeScript(
        """
        const script = document.createElement('script');
        script.textContent = 'document.title = "injected"';
        document.body.append(script);
        """);

    assertThat(browser.getTitle()).isNotBlank().isNotEqualTo("injected");
    assertThat(complaints()).singleElement().asString().contains("Content Security Policy");
  }

  private static void submit(String line) {
    WebElement input = browser.findElement(By.id("line"));
    input.clear();
    input.sendKeys(line);
    confirmed("#swap button");
  }

  /** Presses a button and says yes to its question. */
  private static void confirmed(String button) {
    WebElement element = browser.findElement(By.cssSelector(button));
    new Actions(browser).scrollToElement(element).perform();
    element.click();
    browser.switchTo().alert().accept();
  }

  /** Neither an error of the scripts nor something that the policy kept from happening. */
  private static void assertNothingWentWrong() {
    assertThat(complaints()).isEmpty();
  }

  private static List<String> complaints() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Pixels of a canvas that are not see-through. */
  private static double inkOf(WebElement canvas) {
    Object count =
        browser.executeScript(
            """
            const [chart] = arguments;
            const copy = new OffscreenCanvas(chart.width, chart.height);
            const context = copy.getContext('2d', {willReadFrequently: true});
            context.drawImage(chart, 0, 0);
            const pixels = context.getImageData(0, 0, copy.width, copy.height).data;
            let count = 0;
            for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 0) count++;
            return count;
            """,
            canvas);
    return ((Number) count).doubleValue();
  }

  private static String text(String id) {
    return texts("#" + id).getFirst();
  }

  /** In one look: between two the page may have replaced an element. */
  @SuppressWarnings("unchecked") // a script gives a list as a list
  private static List<String> texts(String selector) {
    return (List<String>)
        browser.executeScript(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())",
            selector);
  }

  private static String percent(JsonNode ratio) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * ratio.asDouble());
  }
}
