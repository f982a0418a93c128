package io.zeroflow.bench.accuracy;

import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;

/** A sample before and after the frozen part of the network. */
record LabelledFeature(String label, Input input, Encoded encoded) {}
