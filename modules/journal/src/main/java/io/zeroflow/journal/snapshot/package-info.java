/**
 * Snapshots of a replica on disk, so that a recovery need not replay the journal from its start.
 *
 * <p>A snapshot is never the truth: it is what the journal up to an offset comes to, and can be
 * thrown away as long as the journal is there. So one that cannot be read, whatever the reason, is
 * passed over for the one before; one that a release does not know likewise.
 */
@NullMarked
package io.zeroflow.journal.snapshot;

import org.jspecify.annotations.NullMarked;
