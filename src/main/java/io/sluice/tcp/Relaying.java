package io.sluice.tcp;

import io.sluice.net.Errno;
import io.sluice.net.Worker;

/**
 * The phase in which bytes move: every event moves what can be moved, in the directions that it concerns, until both sides have
 * ended or one is broken.
 */
final class Relaying implements Phase {

    private final TcpSession session;
    private final Relay relay;
    private final Side client;
    private final Side backend;
    private final FirstByte firstByte;
    private boolean over;
    private boolean watchesForDeadPeer;

    Relaying(TcpSession session, Relay relay, Side client, Side backend) {
        this.session = session;
        this.relay = relay;
        this.client = client;
        this.backend = backend;
        this.firstByte = new FirstByte(session.account());
    }

    @Override
    public void ready(Side side, int events) {
        side.note(events);
        Side other = other(side);
        if (side.isReadable() && !over) {
            move(side, other);
        }
        if (side.hasLeftover() && !over) {
            move(other, side);
        }
    }

    void moveBothWays() {
        if (!over) {
            move(client, backend);
        }
        if (!over) {
            move(backend, client);
        }
    }

    private void move(Side from, Side to) {
        Relay.Outcome outcome = relay.move(from, to);
        firstByte.moved(client, backend);
        switch (outcome) {
            case WAITING -> {}
            case MORE -> from.watchAgain();
            case ENDED -> ended(from, to);
            case SOURCE_BROKEN -> deliver(to, from, true);
            case TARGET_BROKEN -> targetBroken(from, to);
            case NO_MEMORY -> {
                over = true;
                session.end(Cause.NO_MEMORY, true);
            }
        }
    }

    private void ended(Side from, Side to) {
        if (client.hasEndedOutput() && backend.hasEndedOutput()) {
            over = true;
            session.end(Cause.NORMAL, false);
        } else if (from.hasFailed()) {
            deliver(to, from, false); // reset after its FIN: no answer can reach it, and no event will say so again
        }
    }

    /** What {@code broken} sent before it broke is still owed to the other side, and after that the truth. */
    private void targetBroken(Side from, Side broken) {
        if (from.isBroken()) {
            deliver(from, broken, true);
        } else if (broken.hasEndedInput()) {
            deliver(from, broken, false); // its FIN came first and has been forwarded: for this side it was a clean end
        } else {
            move(broken, from);
        }
    }

    private void deliver(Side to, Side broken, boolean withReset) {
        over = true;
        broken.close();
        session.deliver(to, causeOf(broken), withReset);
    }

    /** A peer that acknowledged nothing for too long was waited for in vain, whether the kernel or our sweep lost patience. */
    private Cause causeOf(Side broken) {
        boolean vanished = broken.descriptor().errno() == Errno.ETIMEDOUT;
        if (broken == client) {
            return vanished ? Cause.CLIENT_IDLE : Cause.CLIENT_RESET;
        }
        return vanished ? Cause.BACKEND_IDLE : Cause.BACKEND_RESET;
    }

    /** True if the other direction has ended: closing will say what a FIN would say. */
    boolean isLastToEnd(Side side) {
        return side.hasEndedInput() && other(side).hasEndedOutput();
    }

    @Override
    public void tick(long nowNanos) {
        if (!watchesForDeadPeer) {
            watchesForDeadPeer = true;
            backend.watchForDeadPeer(session.settings().userTimeoutMillis());
        }
        session.account().report(client.received(), backend.received());
        if (nowNanos - session.progressNanos() > patienceNanos() + Worker.TICK_NANOS) {
            cut(isWaitingForBackend() ? Cause.BACKEND_IDLE : Cause.CLIENT_IDLE);
        }
    }

    private long patienceNanos() {
        TcpSettings settings = session.settings();
        boolean halfClosed = client.hasEndedInput() || backend.hasEndedInput();
        return halfClosed ? Math.min(settings.halfCloseNanos(), settings.idleNanos()) : settings.idleNanos();
    }

    private boolean isWaitingForBackend() {
        if (client.hasLeftover() || backend.hasLeftover()) {
            return !client.hasLeftover();
        }
        return client.hasEndedInput();
    }

    @Override
    public boolean isBrief() {
        return false;
    }

    /** A session at rest is closed; one that is cut while bytes are on their way must not look complete, and is reset. */
    @Override
    public void cut(Cause cause) {
        over = true;
        session.end(cause, client.isOwedBytes() || backend.isOwedBytes());
    }

    @Override
    public void release() {
        over = true;
        session.account().report(client.received(), backend.received());
    }

    private Side other(Side side) {
        return side == client ? backend : client;
    }
}
