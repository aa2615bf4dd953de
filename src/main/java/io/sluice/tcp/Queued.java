package io.sluice.tcp;

import io.sluice.model.Refusal;
import io.sluice.pool.Backend;
import io.sluice.pool.Waiter;
import io.sluice.pool.WaitingLine;
import io.sluice.stats.QueueEnd;

/**
 * The phase in which a session waits for a place on a backend, because all that it may use are full. Its client is watched as in
 * {@link Connecting}, where it returns to when its turn comes. A client that leaves gives its place in the line up.
 */
final class Queued implements Phase {

    private final TcpSession session;
    private final WaitingLine line;
    private final Attempts attempts;
    private final EarlyClient client;
    private final Waiter waiter;
    private final long deadlineNanos;
    private QueueEnd howItEnds = QueueEnd.LEFT;

    /** @param client handed over by the phase before */
    Queued(TcpSession session, WaitingLine line, Attempts attempts, EarlyClient client) {
        this.session = session;
        this.line = line;
        this.attempts = attempts;
        this.client = client;
        this.waiter = new Waiter(
                session.settings().pool(), session.flow(), attempts.tried(), session.worker()::execute, this::turn);
        this.deadlineNanos = System.nanoTime() + line.rules().timeout().toNanos();
    }

    /** Joins the line, or ends the session when that is as long as it may be. */
    void join() {
        if (line.join(waiter)) {
            return;
        }
        if (attempts.isNone()) {
            session.refuse(Refusal.QUEUE_FULL);
        } else {
            attempts.end(session);
        }
    }

    private void turn() {
        try {
            proceed();
        } catch (Throwable e) { // the border to the worker's loop: a bug in one session ends that session
            session.worker().alarm().raised(e);
            session.failed(e);
        }
    }

    private void proceed() {
        if (!session.isIn(this)) {
            return; // it has ended meanwhile, and given the place back
        }
        Backend granted = waiter.take();
        if (granted != null) {
            session.account().picked(granted);
        }
        Connecting next = new Connecting(session, attempts, client.handOver(Cause.CLIENT_LEFT));
        session.enter(next);
        next.proceedWith(granted);
    }

    @Override
    public void ready(Side side, int events) {
        if (side == session.client()) {
            client.ready(events);
        }
    }

    @Override
    public void tick(long nowNanos) {
        if (client.endsAfterGrace(nowNanos) || nowNanos - deadlineNanos < 0) {
            return;
        }
        if (line.leave(waiter, QueueEnd.TIMEOUT)) {
            session.end(Cause.QUEUE_TIMEOUT, false);
        }
    }

    @Override
    public boolean isBrief() {
        return true;
    }

    @Override
    public void cut(Cause cause) {
        howItEnds = QueueEnd.CUT;
        session.end(cause, false);
    }

    /** It waits for others too. */
    @Override
    public void withdrawn(Cause cause) {}

    /** Leaves the line, or gives back what was granted and has not been taken. */
    @Override
    public void release() {
        client.release();
        boolean unused = line.leave(waiter, howItEnds);
        Backend untaken = waiter.take();
        if (untaken != null) {
            untaken.release();
        }
    }
}
