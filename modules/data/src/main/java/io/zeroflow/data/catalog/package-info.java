/**
 * Data sets by name, as the command line and the configuration give them: {@code wordnet}, {@code
 * cifar100:/data/cifar-100-binary}.
 *
 * <p>{@link io.zeroflow.data.catalog.Datasets} is the only class. Opening blocks on files; call it
 * on a thread that may.
 */
@NullMarked
package io.zeroflow.data.catalog;

import org.jspecify.annotations.NullMarked;
