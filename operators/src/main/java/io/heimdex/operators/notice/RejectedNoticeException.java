package io.heimdex.operators.notice;

import io.heimdex.schema.FailureCode;

/** Unwinds the reading of one notification; never leaves {@link NoticeParser}. */
final class RejectedNoticeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;

  /** @param detail safe to show: see {@link SafeText} */
  RejectedNoticeException(FailureCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  static RejectedNoticeException invalid(String detail) {
    return new RejectedNoticeException(FailureCode.NOTIFICATION_INVALID, detail);
  }

  FailureCode code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
