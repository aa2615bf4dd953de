package io.sluice.tcp;

import io.sluice.model.ConnectFailure;
import io.sluice.pool.Backend;
import io.sluice.pool.ConnectPolicy;
import io.sluice.pool.WaitingLine;
import org.jspecify.annotations.Nullable;

/**
 * The phase in which a backend is found: picks, dials, and goes on to another distinct backend while no byte has been sent to
 * any. Who finds every backend full may have to wait in {@link Queued}, and is back here when its turn has come.
 */
final class Connecting implements Phase {

    private final TcpSession session;
    private final ConnectPolicy policy;
    private final Attempts attempts;
    private final EarlyClient client;
    private @Nullable Side side;
    private long deadlineNanos;

    /** @param client handed over by the phase before */
    Connecting(TcpSession session, Attempts attempts, EarlyClient client) {
        this.session = session;
        this.policy = session.settings().pool().snapshot().connect();
        this.attempts = attempts;
        this.client = client;
    }

    /** Tries backends until one is under way or connected, or nobody is left. */
    void proceed() {
        boolean settled = false;
        while (!settled) {
            settled = attempt();
        }
    }

    /** The same, beginning with this one if there is one, which the session has been counted on. */
    void proceedWith(@Nullable Backend granted) {
        if (granted == null || !dial(granted)) {
            proceed();
        }
    }

    private boolean attempt() {
        Backend picked = session.settings()
                .pool()
                .pick(session.flow(), attempts.tried(), session.worker().random());
        if (picked == null) {
            waitOrGiveUp();
            return true;
        }
        session.account().picked(picked);
        return dial(picked);
    }

    private void waitOrGiveUp() {
        WaitingLine line = session.settings().pool().lineFor(attempts.tried());
        if (line == null) {
            giveUp();
        } else {
            session.queue(line, attempts, client.handOver(Cause.CLIENT_LEFT_QUEUE));
        }
    }

    private boolean dial(Backend picked) {
        Dialler.Attempt attempt = Dialler.dial(session, session.worker(), picked.endpoint());
        if (attempt instanceof Dialler.Attempt.Started started) {
            side = started.side();
            deadlineNanos = System.nanoTime() + policy.timeoutNanos();
            if (started.connected()) {
                connected(started.side(), 0);
            }
            return true;
        }
        return failed(picked, ((Dialler.Attempt.Failed) attempt).failure());
    }

    /** Books a failed attempt. True when that was the last one. */
    private boolean failed(@Nullable Backend picked, ConnectFailure failure) {
        session.account().connectFailed(failure);
        attempts.failed(picked, failure);
        boolean hopeless = failure == ConnectFailure.DESCRIPTORS || failure == ConnectFailure.MEMORY;
        if (!hopeless && attempts.tried().count() < policy.attempts() && !client.hasLeft()) {
            return false;
        }
        giveUp();
        return true;
    }

    @Override
    public void ready(Side ready, int events) {
        if (ready == session.client()) {
            client.ready(events);
            return;
        }
        if (ready != side) {
            return; // an earlier attempt
        }
        ConnectFailure failure = Dialler.outcome(ready, events);
        if (failure == null) {
            connected(ready, events);
        } else {
            abandon(failure);
        }
    }

    private void connected(Side backend, int events) {
        session.account().connected();
        backend.note(events);
        client.giveTo(backend);
        side = null; // it belongs to the next phase now
        session.relay(backend, events);
    }

    /** Leaves the attempt under way and goes on to the next backend. */
    private void abandon(ConnectFailure failure) {
        closeSide();
        if (!failed(session.account().backend(), failure)) {
            proceed();
        }
    }

    @Override
    public void tick(long nowNanos) {
        if (!client.endsAfterGrace(nowNanos) && nowNanos >= deadlineNanos) {
            abandon(ConnectFailure.TIMEOUT);
        }
    }

    @Override
    public boolean isBrief() {
        return true;
    }

    @Override
    public void cut(Cause cause) {
        session.end(cause, false);
    }

    /** No byte has been sent to the backend: another one serves the client as well. */
    @Override
    public void withdrawn(Cause cause) {
        if (client.hasLeft()) {
            cut(cause);
            return;
        }
        closeSide();
        session.account().withdrawn();
        proceed();
    }

    private void giveUp() {
        if (attempts.isNone()) {
            session.refuse(session.settings().pool().refusal());
        } else {
            attempts.end(session);
        }
    }

    @Override
    public void release() {
        closeSide();
        client.release();
    }

    private void closeSide() {
        if (side != null) {
            side.close();
            side = null;
        }
    }
}
