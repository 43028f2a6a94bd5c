/** The whole job on real servers. */
package io.heimdex.local.job;
