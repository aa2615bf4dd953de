package io.sluice.tcp;

import io.sluice.model.ConnectFailure;
import io.sluice.model.TerminationCode;
import io.sluice.pool.Backend;
import io.sluice.pool.Tried;
import org.jspecify.annotations.Nullable;

/** The backends that one session has tried in vain, and what that says of why it cannot be served. On the session's worker. */
final class Attempts {

    private Tried tried = Tried.NONE;
    private ConnectFailure lastFailure = ConnectFailure.OTHER;
    private boolean everyFailureLocal = true;

    void failed(@Nullable Backend picked, ConnectFailure failure) {
        everyFailureLocal &= failure.isLocal();
        if (everyFailureLocal || !failure.isLocal()) {
            lastFailure = failure; // what a backend did tells more than what this machine could not
        }
        if (picked != null) {
            tried = tried.with(picked);
        }
    }

    Tried tried() {
        return tried;
    }

    boolean isNone() {
        return tried == Tried.NONE;
    }

    /** Ends a session that has tried something and found nobody. */
    void end(TcpSession session) {
        if (everyFailureLocal) {
            session.end(new Cause(TerminationCode.LOCAL_RESOURCE, lastFailure.words()), true);
            return;
        }
        TerminationCode code = lastFailure == ConnectFailure.TIMEOUT
                ? TerminationCode.CONNECT_TIMEOUT
                : TerminationCode.CONNECT_FAILED;
        session.end(new Cause(code, lastFailure.words()), false);
    }
}
