/** The commands, one small file each. Messages go to standard error, results to standard output. */
@NullMarked
package io.zeroflow.server.cli;

import org.jspecify.annotations.NullMarked;
