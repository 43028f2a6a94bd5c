/**
 * Decoding in processes of their own: hostile input can crash, hang or fill only a process that knows nothing and can do little.
 *
 * <p>{@link IsolatedFrameScanner} and {@link IsolatedVideoProber} run on the side of the job, {@link DecoderMain} is the process.
 */
@NullMarked
package io.heimdex.operators.decoder;

import org.jspecify.annotations.NullMarked;
