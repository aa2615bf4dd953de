package io.sluice.tcp;

import io.sluice.net.Events;

/**
 * The phase after one side broke: what it had sent is still on its way to the other, and a reset sent now would destroy it. So
 * the other side is closed, or reset, once its kernel has acknowledged every byte.
 */
final class Delivering implements Phase {

    private final TcpSession session;
    private final Side to;
    private final Cause cause;
    private final boolean withReset;
    private final long deadlineNanos;

    Delivering(TcpSession session, Side to, Cause cause, boolean withReset) {
        this.session = session;
        this.to = to;
        this.cause = cause;
        this.withReset = withReset;
        this.deadlineNanos = System.nanoTime() + session.settings().halfCloseNanos();
    }

    /** Ends the session at once if nothing is on its way. */
    void proceed() {
        boolean flushed = to.flush();
        if (to.isBroken() || (flushed && !to.isOwedBytes())) {
            session.end(cause, withReset);
        }
    }

    @Override
    public void ready(Side side, int events) {
        if (side != to) {
            return;
        }
        to.note(events);
        if ((events & (Events.ERR | Events.HUP)) != 0) {
            session.end(cause, withReset); // it is gone as well
        } else if (to.hasLeftover()) {
            proceed();
        }
    }

    @Override
    public void tick(long nowNanos) {
        if (nowNanos > deadlineNanos) {
            session.end(cause, true);
        } else {
            proceed();
        }
    }

    @Override
    public boolean isBrief() {
        return true;
    }

    @Override
    public void cut(Cause why) {
        session.end(cause, true);
    }

    @Override
    public void release() {}
}
