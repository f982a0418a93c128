package io.zeroflow.model.vit;

/**
 * Pixels of one colour in row-major order.
 *
 * @param values [height × width]; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Plane(int height, int width, float[] values) {}
