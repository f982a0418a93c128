/** Pictures as lists of shapes, written as SVG and as PNG from the same list. */
@NullMarked
package io.zeroflow.bench.plot;

import org.jspecify.annotations.NullMarked;
