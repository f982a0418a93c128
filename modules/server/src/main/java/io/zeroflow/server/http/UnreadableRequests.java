package io.zeroflow.server.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what is no HTTP, or beyond the limits of its parser on lines and headers, in the one form
 * of problems. Named in the settings of Pekko HTTP, which makes it by itself.
 */
public final class UnreadableRequests extends ParsingErrorHandler {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadableRequests.class);

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    LOG.debug("a request cannot be read: {}", error.summary());
    return Problems.of(status.intValue(), status.reason(), error.summary());
  }
}
