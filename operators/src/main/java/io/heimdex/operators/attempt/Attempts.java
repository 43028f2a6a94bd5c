package io.heimdex.operators.attempt;

import io.heimdex.operators.media.DecoderFaultException;
import java.sql.SQLException;

/**
 * The book of attempts. Thread-safe. Each method is one transaction; what it throws may have been booked or not. After a fault
 * of the database that passes by itself ({@link io.heimdex.operators.database.SqlFaults}) the caller calls again.
 */
public interface Attempts extends AutoCloseable {

  /**
   * Asks to begin, before the decoder is touched. If granted, the attempt is counted, and the video's row shows that it is worked on:
   * from now on nothing of its generation is removed.
   */
  AttemptRuling begin(DecodeWork work) throws SQLException;

  /** The attempt ended by a fault of the decoder. Whatever the answer, {@link #begin} comes before the next one, after the pause. */
  AttemptRuling fault(DecodeWork work, DecoderFaultException fault) throws SQLException;

  /** The attempt has come so far: earlier ones that failed don't count any more. */
  void progress(DecodeWork work, long micros) throws SQLException;

  /** The attempt ended by a fault of the source, or because the task stops: it does not count. */
  void takeBack(DecodeWork work) throws SQLException;

  /** The work is done, well or badly. */
  void end(DecodeWork work) throws SQLException;

  @Override
  void close();
}
