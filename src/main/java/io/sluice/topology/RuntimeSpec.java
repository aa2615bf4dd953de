package io.sluice.topology;

import java.time.Duration;

/**
 * The section {@code runtime}.
 *
 * @param workers event loops; 0 = one per processor
 * @param drainTimeout how long open sessions may go on after SIGTERM
 * @param watch reload when the content of the file changes
 */
public record RuntimeSpec(int workers, Duration drainTimeout, boolean watch) {}
