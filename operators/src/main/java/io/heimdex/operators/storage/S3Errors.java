package io.heimdex.operators.storage;

import io.heimdex.operators.notice.SafeText;
import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** The SDK's exceptions as the ones that {@link ObjectStore} promises. */
final class S3Errors {
  static final int FORBIDDEN = 403;

  private S3Errors() {}

  static IOException of(String action, String bucket, String key, SdkException e) {
    String what = action + " s3://" + bucket + "/" + SafeText.sentence(key) + " failed";
    if (e instanceof AwsServiceException answer) {
      String why = what + " with status " + answer.statusCode() + ": " + answer.getMessage();
      return answer.statusCode() == FORBIDDEN
          ? new ObjectForbiddenException(why, e)
          : new IOException(why, e);
    }
    if (e instanceof AbortedException) {
      // The SDK took the interrupt for itself; whoever sent it waits for the thread to notice.
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException(what + ": interrupted");
      interrupted.initCause(e);
      return interrupted;
    }
    return new IOException(what + " without an answer: " + e.getMessage(), e);
  }
}
