package io.heimdex.operators.media;

/**
 * What a picture looks like in a few hundred bytes: the mean luma of each cell of a grid laid over the whole picture, then the
 * mean of both chroma channels on a coarser grid. Bytes are unsigned, rows from the top.
 */
public final class Signature {
  public static final int LUMA_COLUMNS = 20;
  public static final int LUMA_ROWS = 12;
  public static final int LUMA_CELLS = LUMA_COLUMNS * LUMA_ROWS;

  public static final int CHROMA_COLUMNS = 10;
  public static final int CHROMA_ROWS = 6;
  public static final int CHROMA_CELLS = CHROMA_COLUMNS * CHROMA_ROWS;

  /** Where the cells of U begin. */
  public static final int U = LUMA_CELLS;
  /** Where the cells of V begin. */
  public static final int V = U + CHROMA_CELLS;

  /** Bytes a frame. */
  public static final int BYTES = V + CHROMA_CELLS;

  /** The value of both chroma channels where there is no colour. */
  public static final int NO_COLOUR = 128;

  private Signature() {}
}
