/** The program: command line, HTTP API, web page, demo, and the wiring of all of them. */
@NullMarked
package io.zeroflow.server;

import org.jspecify.annotations.NullMarked;
