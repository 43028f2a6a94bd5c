package io.heimdex.operators.embed;

import java.util.List;

/** Arithmetic of embedding vectors. */
public final class Vectors {
  private Vectors() {}

  /** Length of a vector (L2). */
  public static double norm(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** Sum of the products of the components: for vectors of unit length the cosine of their angle. */
  public static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Every component times a factor. */
  static float[] scaled(float[] vector, double factor) {
    float[] scaled = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      scaled[i] = (float) (vector[i] * factor);
    }
    return scaled;
  }

  /**
   * The vector of a scene from those of its keyframes: their mean, brought back to length 1. Where they cancel out, the first.
   *
   * @param vectors at least one, all of one length
   */
  public static float[] normalisedMean(List<float[]> vectors) {
    float[] first = vectors.get(0);
    double[] sum = new double[first.length];
    for (float[] vector : vectors) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    if (squares < 1e-12) {
      return first;
    }
    double length = Math.sqrt(squares);
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / length);
    }
    return mean;
  }
}
