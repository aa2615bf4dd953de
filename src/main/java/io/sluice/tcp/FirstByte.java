package io.sluice.tcp;

/**
 * Times how long the backend of one session takes to say something, once: from when it was reached, or from the client's first
 * byte if that was forwarded later. Two clock readings per session; afterwards one comparison per move. On the session's worker.
 */
final class FirstByte {

    private final SessionAccount account;
    private long sinceNanos = System.nanoTime();
    private boolean isAsked;
    private boolean isAnswered;

    /** The backend has just been reached. */
    FirstByte(SessionAccount account) {
        this.account = account;
    }

    /** Bytes may have been moved, either way. */
    void moved(Side client, Side backend) {
        if (isAnswered) {
            return;
        }
        if (!isAsked && client.received() > 0) {
            isAsked = true;
            sinceNanos = System.nanoTime();
        }
        if (backend.received() > 0) {
            isAnswered = true;
            account.answered(System.nanoTime() - sinceNanos);
        }
    }
}
