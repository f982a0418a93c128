package io.zeroflow.data;

import java.util.List;

/** Labelled examples, divided by their publisher (or by a seed) into train and test. */
public interface Dataset {

  /** A short name for reports, such as {@code cifar100}. */
  String name();

  /** Every class once, in the publisher's order. */
  List<String> labels();

  /** What may be learned from. */
  List<Example> train();

  /** What is held out. */
  List<Example> test();
}
