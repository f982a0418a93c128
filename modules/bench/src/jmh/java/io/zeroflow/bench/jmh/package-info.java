/**
 * Micro-benchmarks of what a step does to θ. One command runs them and writes what it measured into
 * the tables of their Javadoc:
 *
 * <pre>mvn -q -Pjmh -pl modules/bench -am -DskipTests verify</pre>
 *
 * {@code -Djmh.include=Noise} runs those whose names match. JMH is a tool here: its profile is off
 * by default, and no jar holds or needs any of it.
 */
@NullMarked
package io.zeroflow.bench.jmh;

import org.jspecify.annotations.NullMarked;
