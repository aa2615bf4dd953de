package io.sluice.tcp;

import io.sluice.model.ConnectFailure;
import io.sluice.model.Endpoint;
import io.sluice.model.Flow;
import io.sluice.pool.Backend;
import io.sluice.stats.LiveSession;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionId;
import io.sluice.stats.SessionRecord;
import org.jspecify.annotations.Nullable;

/**
 * What one session has done, and its part in every counter: each thing counted is counted here, and uncounted here. Bytes are
 * added to the shared counters in steps, so that the data path itself touches none.
 */
final class SessionAccount {

    private final TcpSettings settings;
    private final Flow flow;
    private final long startNanos = System.nanoTime();
    private @Nullable Backend backend;
    private boolean onBackend;
    private boolean entered;
    private int attempts;
    private long attemptNanos;
    private long connectNanos = -1;
    private long reportedIn;
    private long reportedOut;

    SessionAccount(TcpSettings settings, Flow flow) {
        this.settings = settings;
        this.flow = flow;
        settings.stats().accepted();
    }

    /** The listener's entrance has let the session in. */
    void entered() {
        entered = true;
    }

    /** The pool has picked a backend and counted the session on it. */
    void picked(Backend picked) {
        backend = picked;
        onBackend = true;
        attempts++;
        attemptNanos = System.nanoTime();
    }

    /** The picked backend could not be connected. A failure of this machine is not held against it. */
    void connectFailed(ConnectFailure failure) {
        if (backend != null && !failure.isLocal()) {
            backend.stats().connectFailed(failure);
            backend.streak().failed();
        }
        leaveBackend();
    }

    /** The operator has closed the picked backend before it was connected. */
    void withdrawn() {
        leaveBackend();
    }

    /** Adds the session to a list if it is asked for; false when that is full. */
    boolean tellTo(LiveSessions list, SessionId id, long bytesIn, long bytesOut) {
        Backend on = onBackend ? backend : null;
        String pool = on == null ? settings.pool().name() : on.pool();
        String name = on == null ? null : on.name();
        if (!list.filter().takes(pool, name, flow.source().getAddress())) {
            return true;
        }
        long age = System.nanoTime() - startNanos;
        return list.add(new LiveSession(
                id, settings.listener(), flow.protocol(), flow.source(), pool, name, age, bytesIn, bytesOut));
    }

    /** When the session was accepted, by {@link System#nanoTime}. */
    long startNanos() {
        return startNanos;
    }

    /** The backend last picked, or null. */
    @Nullable
    Backend backend() {
        return backend;
    }

    void connected() {
        connectNanos = System.nanoTime() - attemptNanos;
        if (backend != null) {
            backend.stats().connected(connectNanos);
            backend.streak().succeeded();
        }
    }

    /** The backend has said its first byte; see {@link FirstByte}. */
    void answered(long nanos) {
        if (backend != null) {
            backend.stats().answered(nanos);
        }
    }

    /** Adds to the shared counters what has been received since the last time. */
    void report(long fromClient, long fromBackend) {
        long in = fromClient - reportedIn;
        long out = fromBackend - reportedOut;
        if (in == 0 && out == 0) {
            return;
        }
        reportedIn = fromClient;
        reportedOut = fromBackend;
        settings.stats().moved(in, out);
        if (backend != null) {
            backend.stats().moved(in, out);
        }
    }

    /**
     * Closes the account: gives every place back and writes the record. Once. Counted as ended first: who sees that a session is
     * not open any more sees that it has ended.
     */
    void close(Cause cause) {
        settings.stats().ended(cause.code());
        leaveBackend();
        if (entered) {
            settings.entrance().leave();
        }
        if (settings.log().isOn()) {
            settings.log().write(record(cause));
        }
    }

    private void leaveBackend() {
        if (onBackend && backend != null) {
            onBackend = false;
            backend.release();
        }
    }

    private SessionRecord record(Cause cause) {
        return new SessionRecord(
                System.currentTimeMillis(),
                settings.listener(),
                flow.protocol(),
                Endpoint.format(flow.source()),
                backend == null ? settings.pool().name() : backend.pool(),
                backend == null ? null : backend.name(),
                reportedIn,
                reportedOut,
                connectNanos,
                System.nanoTime() - startNanos,
                attempts,
                cause.code(),
                cause.reason());
    }
}
