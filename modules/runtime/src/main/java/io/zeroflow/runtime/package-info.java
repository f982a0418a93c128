/**
 * The live system: typed actors and streams.
 *
 * <pre>
 * tasks topic ─► TaskSource ─► Learner ─► journal topic ─► JournalSource ─► Follower ─► Evaluators ─► Scoreboard
 *      │                          ▲                                            ▲                          │
 *      │                          └───────────────── Supervisor ◄──────────────┼──────────────────────────┘
 *      └──────────────────────────── HeldOutSource ────────────────────────────┘
 * </pre>
 *
 * <p>The learner has a thread of its own and is fed one batch at a time; whatever else runs works
 * on a follower's copy and cannot slow it except by using the machine. Every queue is bounded.
 * {@link io.zeroflow.runtime.Zeroflow} wires it all and is the one door for whoever embeds it.
 */
@NullMarked
package io.zeroflow.runtime;

import org.jspecify.annotations.NullMarked;
