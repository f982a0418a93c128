/**
 * HTTP: the API under {@code /api/v1}, {@code /metrics}, health and the web page. Handlers only ask
 * actors and never block.
 */
@NullMarked
package io.zeroflow.server.http;

import org.jspecify.annotations.NullMarked;
