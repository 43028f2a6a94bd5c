package io.heimdex.operators.storage;

import io.heimdex.operators.notice.SafeText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Objects in S3 or a server that speaks its protocol, through the AWS SDK, which tries passing faults again by itself.
 *
 * <p>Thread-safe. Errors name the action, the bucket, the key and the server's answer.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int CHECK_TIMEOUT_MILLIS = 10_000;
  private static final Duration CHECK_VALIDITY = Duration.ofMinutes(5);
  /** How often a write is tried that lost against another writer of the same key which then failed. */
  private static final int CONFLICT_ATTEMPTS = 4;

  private final S3Client client;
  private final S3Presigner presigner;

  /** Makes no request: a wrong address shows with the first use. */
  public S3ObjectStore(S3Settings settings) {
    client = S3Clients.client(settings);
    presigner = S3Clients.presigner(settings);
  }

  @Override
  public @Nullable ObjectHead head(String bucket, String key, @Nullable String versionId)
      throws IOException {
    try {
      HeadObjectResponse head =
          client.headObject(request -> request.bucket(bucket).key(key).versionId(versionId));
      return new ObjectHead(head.contentLength(), unquoted(head.eTag()), head.contentType());
    } catch (SdkException e) {
      if (status(e) == NOT_FOUND) {
        return null;
      }
      throw S3Errors.of("Looking up", bucket, key, e);
    }
  }

  @Override
  public String presignedUrl(
      String bucket, String key, @Nullable String versionId, Duration validity) {
    GetObjectRequest get =
        GetObjectRequest.builder().bucket(bucket).key(key).versionId(versionId).build();
    return presigner
        .presignGetObject(request -> request.getObjectRequest(get).signatureDuration(validity))
        .url()
        .toExternalForm();
  }

  @Override
  public void checkReadable(String bucket, String key, @Nullable String versionId)
      throws IOException {
    String what = "Reading s3://" + bucket + "/" + key + " through a presigned URL";
    URL url = URI.create(presignedUrl(bucket, key, versionId, CHECK_VALIDITY)).toURL();
    HttpURLConnection request = (HttpURLConnection) url.openConnection();
    request.setConnectTimeout(CHECK_TIMEOUT_MILLIS);
    request.setReadTimeout(CHECK_TIMEOUT_MILLIS);
    request.setRequestProperty("Range", "bytes=0-0");
    try {
      int status = request.getResponseCode();
      if (status == S3Errors.FORBIDDEN || status == UNAUTHORIZED) {
        throw new ObjectForbiddenException(what + " is denied with status " + status, null);
      }
      if (status == NOT_FOUND) {
        throw new FileNotFoundException("There is no object s3://" + bucket + "/" + key);
      }
      // An empty object has no first byte.
      if (status >= BAD_REQUEST && status != RANGE_NOT_SATISFIABLE) {
        throw new IOException(what + " failed with status " + status);
      }
    } finally {
      request.disconnect();
    }
  }

  @Override
  public byte[] read(String bucket, String key) throws IOException {
    try {
      return client
          .getObjectAsBytes(request -> request.bucket(bucket).key(key))
          .asByteArrayUnsafe();
    } catch (SdkException e) {
      if (status(e) == NOT_FOUND) {
        throw new FileNotFoundException(
            "There is no object s3://" + bucket + "/" + SafeText.sentence(key));
      }
      throw S3Errors.of("Reading", bucket, key, e);
    }
  }

  @Override
  public InputStream open(String bucket, StoredObject object, long from) throws IOException {
    GetObjectRequest get = GetObjectRequest.builder()
        .bucket(bucket)
        .key(object.key())
        .ifMatch(object.eTag().isEmpty() ? null : object.eTag())
        .range(from == 0 ? null : "bytes=" + from + "-")
        .build();
    try {
      return new S3ObjectStream(client.getObject(get), bucket, object.key());
    } catch (SdkException e) {
      throw S3Errors.of("Reading", bucket, object.key(), e);
    }
  }

  @Override
  public void putIfAbsent(String bucket, String key, byte[] bytes, String contentType)
      throws IOException {
    PutObjectRequest put = PutObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .contentType(contentType)
        .ifNoneMatch("*")
        .build();
    for (int attempt = 1; ; attempt++) {
      try {
        client.putObject(put, RequestBody.fromBytes(bytes));
        return;
      } catch (SdkException e) {
        int status = status(e);
        if (status == PRECONDITION_FAILED) {
          return;
        }
        if (status == NOT_IMPLEMENTED && put.ifNoneMatch() != null) {
          put = put.toBuilder().ifNoneMatch(null).build();
        } else if (status != CONFLICT || attempt == CONFLICT_ATTEMPTS) {
          throw S3Errors.of("Writing", bucket, key, e);
        }
      }
    }
  }

  @Override
  public List<String> list(String bucket, String prefix) throws IOException {
    try {
      return client
          .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    } catch (SdkException e) {
      throw S3Errors.of("Listing", bucket, prefix, e);
    }
  }

  @Override
  public ObjectPage listPage(String bucket, String prefix, @Nullable String from)
      throws IOException {
    try {
      ListObjectsV2Response page = client.listObjectsV2(
          request -> request.bucket(bucket).prefix(prefix).continuationToken(from));
      return new ObjectPage(
          page.contents().stream()
              .map(object -> new StoredObject(
                  object.key(), object.size(), unquoted(object.eTag()), object.lastModified()))
              .toList(),
          Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null);
    } catch (SdkException e) {
      if (status(e) == NOT_FOUND) {
        throw new FileNotFoundException("There is no bucket '" + bucket + "'");
      }
      throw S3Errors.of("Listing", bucket, prefix, e);
    }
  }

  @Override
  public void deletePrefix(String bucket, String prefix) throws IOException {
    try {
      for (ListObjectsV2Response page :
          client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))) {
        delete(bucket, page.contents().stream().map(S3Object::key).toList());
      }
    } catch (SdkException e) {
      throw S3Errors.of("Deleting", bucket, prefix, e);
    }
  }

  @Override
  public void delete(String bucket, List<String> keys) throws IOException {
    if (keys.isEmpty()) {
      return;
    }
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse response;
    try {
      response = client.deleteObjects(request ->
          request.bucket(bucket).delete(delete -> delete.objects(objects).quiet(true)));
    } catch (SdkException e) {
      throw S3Errors.of("Deleting", bucket, keys.get(0), e);
    }
    if (!response.errors().isEmpty()) {
      throw new IOException("Deleting from s3://" + bucket + " left "
          + response.errors().size() + " of " + keys.size() + " objects, the first: "
          + response.errors().get(0));
    }
  }

  @Override
  public UploadPage multipartUploads(String bucket, String prefix, @Nullable MultipartUpload after)
      throws IOException {
    try {
      ListMultipartUploadsResponse page = client.listMultipartUploads(request -> {
        request.bucket(bucket).prefix(prefix);
        if (after != null) {
          request.keyMarker(after.key()).uploadIdMarker(after.uploadId());
        }
      });
      List<MultipartUpload> uploads = page.uploads().stream()
          .map(upload -> new MultipartUpload(upload.key(), upload.uploadId(), upload.initiated()))
          .toList();
      boolean isLast = !Boolean.TRUE.equals(page.isTruncated()) || uploads.isEmpty();
      return new UploadPage(uploads, isLast ? null : uploads.get(uploads.size() - 1));
    } catch (SdkException e) {
      throw S3Errors.of("Listing the multipart uploads of", bucket, prefix, e);
    }
  }

  @Override
  public void abort(String bucket, MultipartUpload upload) throws IOException {
    try {
      client.abortMultipartUpload(
          request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
    } catch (SdkException e) {
      if (status(e) != NOT_FOUND) {
        throw S3Errors.of("Aborting the multipart upload of", bucket, upload.key(), e);
      }
    }
  }

  @Override
  public boolean bucketExists(String bucket) throws IOException {
    try {
      client.headBucket(request -> request.bucket(bucket));
      return true;
    } catch (SdkException e) {
      if (status(e) == NOT_FOUND || status(e) == S3Errors.FORBIDDEN) {
        return false;
      }
      throw S3Errors.of("Looking up", bucket, "", e);
    }
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }

  private static int status(SdkException e) {
    return e instanceof AwsServiceException answer ? answer.statusCode() : -1;
  }

  /** Empty where the server gives none, as some do for files that were laid into their folders. */
  private static String unquoted(@Nullable String eTag) {
    return eTag == null ? "" : eTag.replace("\"", "");
  }
}
