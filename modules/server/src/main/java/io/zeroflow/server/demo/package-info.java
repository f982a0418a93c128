/**
 * The demo: everything in one process and nothing to install. An embedded broker, the shipped data
 * fed as a stream of tasks, a learner, evaluators, a supervisor, HTTP, and a live view.
 */
@NullMarked
package io.zeroflow.server.demo;

import org.jspecify.annotations.NullMarked;
