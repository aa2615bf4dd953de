package io.sluice.tcp;

import io.netty.buffer.ByteBuf;
import io.sluice.model.ConnectFailure;
import io.sluice.model.TerminationCode;
import io.sluice.net.Descriptor;
import io.sluice.net.Events;
import io.sluice.net.Worker;
import io.sluice.pool.Backend;
import io.sluice.pool.ConnectPolicy;
import io.sluice.pool.Tried;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The phase in which a backend is found: picks, dials, and goes on to another distinct backend while no byte has been sent to
 * any. The client's bytes wait in the kernel. Only when the client ends its input is it read, to tell a request that is complete
 * from a client that has left; what is read is kept for the backend that answers.
 */
final class Connecting implements Phase {

    /** A client that has ended its input without a byte has probably left; one that waits for a greeting gets this long. */
    private static final long EMPTY_CLIENT_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int EARLY_BYTES = 64 * 1024;

    private final TcpSession session;
    private final ConnectPolicy policy;
    private @Nullable Side side;
    private @Nullable ByteBuf early;
    private Tried tried = Tried.NONE;
    private ConnectFailure lastFailure = ConnectFailure.OTHER;
    private boolean everyFailureLocal = true;
    private long deadlineNanos;
    private long clientLeftNanos = Long.MAX_VALUE;

    Connecting(TcpSession session) {
        this.session = session;
        this.policy = session.settings().pool().snapshot().connect();
    }

    /** Tries backends until one is under way or connected, or nobody is left. */
    void proceed() {
        boolean settled = false;
        while (!settled) {
            settled = attempt();
        }
    }

    private boolean attempt() {
        Backend picked = session.settings()
                .pool()
                .pick(session.flow(), tried, session.worker().random());
        if (picked == null) {
            giveUp();
            return true;
        }
        session.account().picked(picked);
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
        everyFailureLocal &= failure.isLocal();
        if (everyFailureLocal || !failure.isLocal()) {
            lastFailure = failure; // what a backend did tells more than what this machine could not
        }
        session.account().connectFailed(failure);
        if (picked != null) {
            tried = tried.with(picked);
        }
        boolean hopeless = failure == ConnectFailure.DESCRIPTORS || failure == ConnectFailure.MEMORY;
        if (!hopeless && tried.count() < policy.attempts() && !hasClientLeft()) {
            return false;
        }
        giveUp();
        return true;
    }

    @Override
    public void ready(Side ready, int events) {
        if (ready == session.client()) {
            ready.note(events);
            if ((events & (Events.RDHUP | Events.HUP | Events.ERR)) != 0) {
                clientEnded(ready, events);
            }
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
        if (early != null) {
            backend.take(early);
            early = null;
        }
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

    /** The client has ended its input or reset the connection. */
    private void clientEnded(Side client, int events) {
        if ((events & (Events.HUP | Events.ERR)) != 0) {
            session.end(Cause.CLIENT_LEFT, false);
            return;
        }
        if (early != null) {
            return;
        }
        Worker worker = session.worker();
        int count = client.read(worker.scratchAddress(), EARLY_BYTES);
        if (count > 0) {
            early = Side.copyOfScratch(worker, 0, count);
            if (early == null) {
                session.end(Cause.NO_MEMORY, true);
            }
        } else if (count == Descriptor.END) {
            clientLeftNanos = System.nanoTime() + EMPTY_CLIENT_GRACE_NANOS;
        } else if (count == Descriptor.FAILED) {
            session.end(Cause.CLIENT_LEFT, false);
        }
    }

    private boolean hasClientLeft() {
        return clientLeftNanos != Long.MAX_VALUE;
    }

    @Override
    public void tick(long nowNanos) {
        if (hasClientLeft() && nowNanos >= clientLeftNanos) {
            session.end(Cause.CLIENT_LEFT, false);
        } else if (nowNanos >= deadlineNanos) {
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

    private void giveUp() {
        if (tried == Tried.NONE) {
            session.refuse(session.settings().pool().refusal());
            return;
        }
        if (everyFailureLocal) {
            session.end(new Cause(TerminationCode.LOCAL_RESOURCE, lastFailure.words()), true);
            return;
        }
        TerminationCode code = lastFailure == ConnectFailure.TIMEOUT
                ? TerminationCode.CONNECT_TIMEOUT
                : TerminationCode.CONNECT_FAILED;
        session.end(new Cause(code, lastFailure.words()), false);
    }

    @Override
    public void release() {
        closeSide();
        if (early != null) {
            early.release();
            early = null;
        }
    }

    private void closeSide() {
        if (side != null) {
            side.close();
            side = null;
        }
    }
}
