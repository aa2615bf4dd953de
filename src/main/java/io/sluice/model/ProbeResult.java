package io.sluice.model;

/**
 * One answered question to a backend. A failure is a fact of its own and has no time.
 *
 * @param atMillis when it ended, since the epoch
 * @param durationNanos from its first packet to the verdict
 * @param detail what a person wants to know beyond the reason, such as {@code HTTP 503}; may be empty; one line, bounded
 */
public record ProbeResult(long atMillis, long durationNanos, ProbeReason reason, String detail) {

    /** The longest detail that is kept, in characters. */
    public static final int MOST_DETAIL = 200;

    public ProbeResult {
        detail = detail.length() > MOST_DETAIL ? detail.substring(0, MOST_DETAIL) : detail;
    }

    public boolean succeeded() {
        return reason == ProbeReason.OK;
    }
}
