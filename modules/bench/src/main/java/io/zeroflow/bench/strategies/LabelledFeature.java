package io.zeroflow.bench.strategies;

import io.zeroflow.model.Encoded;

/** A sample after the frozen part of the network. */
record LabelledFeature(String label, Encoded encoded) {}
