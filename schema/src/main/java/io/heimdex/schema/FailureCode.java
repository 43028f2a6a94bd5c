package io.heimdex.schema;

/** Why a video or notification can't be indexed. Names are stable: they stand in rows, dead letters and metrics. */
public enum FailureCode {
  /** The notification is no JSON, or of no known format. */
  NOTIFICATION_UNREADABLE,
  /** The notification lacks a field or has one with an impossible value. */
  NOTIFICATION_INVALID,
  /** The object's key does not fit the pattern that names owner and video. */
  KEY_NOT_RECOGNISED,
  /** The bucket is none of those that may be read. */
  BUCKET_NOT_ALLOWED,
  /** The video belongs to another owner than the notification says. */
  OWNER_MISMATCH,
  /** There is no such object, also after waiting for it. */
  OBJECT_NOT_FOUND,
  /** The object has another eTag than the notification said: it was replaced meanwhile. */
  OBJECT_CHANGED,
  /** The server denies reading the object. */
  OBJECT_FORBIDDEN,
  /** The object has no bytes. */
  OBJECT_EMPTY,
  /** More bytes than the limit. */
  SIZE_EXCEEDED,
  /** Longer than the limit. */
  DURATION_EXCEEDED,
  /** More pixels than the limit. */
  RESOLUTION_EXCEEDED,
  /** No demuxer recognises the bytes: this is no media file, or its header is broken. */
  NOT_A_VIDEO,
  /** The container is known but not one of those accepted. */
  CONTAINER_NOT_ACCEPTED,
  /** The container holds no video stream. */
  NO_VIDEO_STREAM,
  /** There is no decoder for the codec. */
  CODEC_NOT_SUPPORTED,
  /** The stream opens, but not one frame can be decoded. */
  NO_FRAMES,
  /** The process that decodes died at this video, again and again. */
  DECODER_CRASHED,
  /** The process that decodes gave no frame within its time, again and again. */
  DECODER_STUCK,
  /** The process that decodes hit its limit of memory, CPU time or output at this video, again and again. */
  DECODER_LIMIT_EXCEEDED,
  /** Work on the video was begun again and again, and never came further: each time the process around it ended. */
  ATTEMPTS_EXHAUSTED,
  /** The embedding model failed on this video's frames. */
  EMBEDDING_FAILED,
  /** Counts of expected and published parts disagree. */
  INCOMPLETE,
  /** The detector was changed while the video was in work. */
  DETECTOR_CHANGED
}
