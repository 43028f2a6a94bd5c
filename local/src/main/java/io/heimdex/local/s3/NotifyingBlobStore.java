package io.heimdex.local.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * A store that sends an event for each object that is created or removed.
 *
 * <p>A client's request is answered after its event is safe. If the event can't be delivered the answer is 503, though the object
 * is stored: the client tries again, and so does the event. So each upload that was acknowledged has its event, at least once.
 *
 * <p>An event says what the store holds at the time of its sequencer: the number is drawn after the change, and the object is
 * looked up after that. So of all events of a key the one with the greatest sequencer tells the final state, also where clients
 * race.
 *
 * <p>Thread-safe.
 */
final class NotifyingBlobStore extends ForwardingBlobStore {
  private static final int SERVICE_UNAVAILABLE = 503;

  private final BucketNotifications notifications;
  private final AtomicLong lastSequencer = new AtomicLong();

  NotifyingBlobStore(BlobStore store, BucketNotifications notifications) {
    super(store);
    this.notifications = notifications;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    PutObjectResponse response = super.putBlob(request, payload);
    reportCreated("ObjectCreated:Put", request.bucket(), request.key());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse response = super.copyBlob(request);
    reportCreated("ObjectCreated:Copy", request.destinationBucket(), request.destinationKey());
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    reportCreated(
        "ObjectCreated:CompleteMultipartUpload", upload.containerName(), upload.blobName());
    return response;
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    DeleteObjectResponse response = super.removeBlob(request);
    reportRemoved(request.bucket(), request.key());
    return response;
  }

  private void reportCreated(String name, String bucket, String key) {
    if (!isOfInterest(bucket, key)) {
      return;
    }
    long sequencer = nextSequencer();
    HeadObjectResponse head = delegate().blobMetadataIfPresent(bucket, key);
    // Removed since: the removal has its own event.
    if (head != null && !head.metadata().containsKey(EmbeddedS3.NOTIFIED_BY_UPLOADER)) {
      send(name, bucket, key, sequencer, content(head));
    }
  }

  private void reportRemoved(String bucket, String key) {
    if (!isOfInterest(bucket, key)) {
      return;
    }
    long sequencer = nextSequencer();
    // Created anew since: the creation has its own event.
    if (delegate().blobMetadataIfPresent(bucket, key) == null) {
      send("ObjectRemoved:Delete", bucket, key, sequencer, null);
    }
  }

  private void send(
      String name, String bucket, String key, long sequencer, S3Event.@Nullable Content content) {
    try {
      notifications.send(new S3Event(name, Instant.now(), bucket, key, sequencer, content));
    } catch (IOException e) {
      throw S3Exceptions.fromStatusCode(SERVICE_UNAVAILABLE, e);
    }
  }

  /** Parts and stubs of uploads that are not complete are objects of the store too. */
  private boolean isOfInterest(String bucket, String key) {
    return notifications.wants(bucket)
        && !key.startsWith(".s3proxy-mpu-stub-")
        && !key.startsWith(".mpus-");
  }

  private static S3Event.Content content(HeadObjectResponse head) {
    return new S3Event.Content(head.contentLength(), head.eTag().replace("\"", ""));
  }

  /** Nanoseconds of the clock, which also grow over a restart; made distinct where the clock stands. */
  private long nextSequencer() {
    Instant now = Instant.now();
    long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return lastSequencer.updateAndGet(last -> Math.max(last + 1, nanos));
  }
}
