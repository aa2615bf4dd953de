package io.sluice.tcp;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A visit of all sessions of one table, some in each turn of the loop so that traffic has its own. Sessions may come, go and change
 * places meanwhile: one that comes may be missed, one that changes places may be seen twice. On the table's worker.
 */
final class Walk {

    private static final int VISITS_PER_TURN = 256;

    private final SessionTable table;
    private final Predicate<TcpSession> visitor;
    private final Runnable done;
    private @Nullable TcpSession at;
    private boolean isInLasting;

    /**
     * @param visitor may end the session that it is shown, and only that one; false ends the walk
     * @param done run once the walk is over
     */
    Walk(SessionTable table, Predicate<TcpSession> visitor, Runnable done) {
        this.table = table;
        this.visitor = visitor;
        this.done = done;
    }

    void begin() {
        table.begun(this);
        at = table.firstBrief();
        proceed();
    }

    private void proceed() {
        for (int i = 0; i < VISITS_PER_TURN; i++) {
            TcpSession session = next();
            if (session == null || !visits(session)) {
                table.over(this);
                done.run();
                return;
            }
        }
        table.worker().executeNextTurn(this::proceed);
    }

    private @Nullable TcpSession next() {
        if (at == null && !isInLasting) {
            isInLasting = true;
            at = table.firstLasting();
        }
        TcpSession session = at;
        if (session != null) {
            at = session.next;
        }
        return session;
    }

    private boolean visits(TcpSession session) {
        try {
            return visitor.test(session);
        } catch (Throwable e) { // a bug in one session must not keep the walk from the others
            table.worker().alarm().raised(e);
            session.failed(e);
            return true;
        }
    }

    /** A session is about to leave the table. */
    void leaving(TcpSession session) {
        if (session == at) {
            at = session.next;
        }
    }
}
