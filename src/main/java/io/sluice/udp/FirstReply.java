package io.sluice.udp;

import io.sluice.stats.BackendStats;

/**
 * Times how long the backend of one session takes to reply, once per backend: from the first datagram forwarded to the first
 * received. On the session's worker.
 */
final class FirstReply {

    private long sentNanos;
    private boolean isAsked;
    private boolean isAnswered;

    /** The session is with another backend now. */
    void reset() {
        isAsked = false;
        isAnswered = false;
    }

    void sent() {
        if (!isAsked) {
            isAsked = true;
            sentNanos = System.nanoTime();
        }
    }

    void received(BackendStats stats) {
        if (isAsked && !isAnswered) {
            isAnswered = true;
            stats.replied(System.nanoTime() - sentNanos);
        }
    }
}
