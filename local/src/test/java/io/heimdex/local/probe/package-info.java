/** The probe on a real S3 server. */
package io.heimdex.local.probe;
