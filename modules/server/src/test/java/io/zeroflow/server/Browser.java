package io.zeroflow.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with the driver of its version, both as they are installed. */
final class Browser {

  /** Held here, because loggers without a holder forget their level. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private Browser() {}

  /** Opens one; the test is skipped if there is none to open. */
  static ChromeDriver open() {
    Optional<Path> driver = Programs.onPath("chromedriver");
    Optional<Path> chromium = Programs.onPath("chromium", "chromium-browser", "google-chrome");
    assumeTrue(
        driver.isPresent() && chromium.isPresent(),
        "the page is tested where chromium and chromedriver are on the PATH; .ci/run installs them");
    SELENIUM.setLevel(Level.SEVERE); // it warns of a protocol for developers that is not used here
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // a container's root may not have one
        "--disable-dev-shm-usage", // which is small in containers
        "--window-size=1280,1400");
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    return new ChromeDriver(service, options);
  }
}
