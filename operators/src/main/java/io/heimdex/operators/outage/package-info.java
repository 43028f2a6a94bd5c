/** Waiting for S3 and PostgreSQL where they are away: no failure of a video, and none of the job. */
@NullMarked
package io.heimdex.operators.outage;

import org.jspecify.annotations.NullMarked;
