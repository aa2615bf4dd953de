package io.sluice.tcp;

import io.netty.channel.unix.FileDescriptor;
import io.sluice.model.Flow;
import io.sluice.model.Refusal;
import io.sluice.net.Worker;
import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.pool.WaitingLine;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.OldSession;
import io.sluice.stats.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The life of one client connection, from accept to its one record in the log. Lives on one worker and is touched by no other
 * thread.
 *
 * <pre>
 * start ──▶ CONNECTING ──connected──▶ RELAYING ──both sides ended──────────▶ ended (--)
 *   │        │ ▲  │  ▲ next backend      │
 *   │   full │ │  │  └── failed, timeout ├── a side broke ──▶ DELIVERING ──▶ ended (CD, SD)
 *   │        ▼ │  ▼                      └── idle, shutdown ───────────────▶ ended (cD, sD, LD)
 *   │    QUEUED   ended (CC, SC, sC, RC)
 *   ▼        ▼
 * ended (PC) ended (CQ, sQ, PC)
 * </pre>
 */
final class TcpSession {

    /** Its neighbours in the {@link SessionTable}, which alone uses them. */
    @Nullable
    TcpSession next;

    @Nullable
    TcpSession previous;

    /** Unique on its worker. */
    private final long number;

    private final SessionTable table;
    private final TcpSettings settings;
    private final Relay relay;
    private final Flow flow;
    private final Side client;
    private final SessionAccount account;
    private @Nullable Side backend;
    private @Nullable Phase phase;
    private long progressNanos;
    private boolean ended;

    TcpSession(SessionTable table, TcpSettings settings, Relay relay, FileDescriptor fd, Flow flow) {
        this.number = table.worker().nextSessionNumber();
        this.table = table;
        this.settings = settings;
        this.relay = relay;
        this.flow = flow;
        this.client = new Side(this, table.worker(), fd);
        this.account = new SessionAccount(settings, flow);
    }

    /** Lets the client in, or not, and looks for a backend. */
    void start() {
        Refusal refusal = settings.entrance().admit(flow.source().getAddress());
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        account.entered();
        Connecting connecting = new Connecting(this, new Attempts(), new EarlyClient(this, Cause.CLIENT_LEFT));
        enter(connecting);
        client.watchReading();
        connecting.proceed();
    }

    /** Ends the session without having served it. */
    void refuse(Refusal refusal) {
        settings.stats().refused(refusal);
        end(new Cause(refusal.code(), refusal.words()), false);
    }

    /** Every backend that it may use is full: it waits for a place. */
    void queue(WaitingLine line, Attempts attempts, EarlyClient early) {
        Queued queued = new Queued(this, line, attempts, early);
        enter(queued);
        queued.join();
    }

    /** A backend is connected: bytes may move. */
    void relay(Side connected, int events) {
        backend = connected;
        progressed();
        Relaying relaying = new Relaying(this, relay, client, connected);
        enter(relaying);
        relaying.moveBothWays();
    }

    /** One side is gone; the session ends when the other has received everything. */
    void deliver(Side to, Cause cause, boolean withReset) {
        Delivering delivering = new Delivering(this, to, cause, withReset);
        enter(delivering);
        delivering.proceed();
    }

    /** Ends the session for a reason of ours. */
    void cut(Cause cause) {
        if (phase != null) {
            phase.cut(cause);
        }
    }

    /** The operator has closed its backend. */
    void withdrawn(Cause cause) {
        if (phase != null) {
            phase.withdrawn(cause);
        }
    }

    long number() {
        return number;
    }

    private SessionId id() {
        return new SessionId(worker().index(), number);
    }

    /** Adds itself to a list if it is asked for; false when that is full. */
    boolean tellTo(LiveSessions list) {
        long out = backend == null ? 0 : backend.received();
        return account.tellTo(list, id(), client.received(), out);
    }

    /** Adds itself to a census if it is past connecting. */
    void tellTo(Census census) {
        Backend its = phase instanceof Relaying ? account.backend() : null;
        long start = account.startNanos();
        if (its != null && census.counts(its, start)) {
            census.add(its, new OldSession(id(), start, () -> table.endLater(this, its)));
        }
    }

    /** True while bytes move between the client and this backend. */
    boolean isRelayingWith(Backend asked) {
        return phase instanceof Relaying && account.backend() == asked;
    }

    /** Ends the session, once: closes or resets what is open, gives everything back, writes the record. */
    void end(Cause cause, boolean withReset) {
        if (ended) {
            return;
        }
        ended = true;
        if (phase != null) {
            phase.release();
            table.remove(this);
            phase = null;
        }
        close(client, withReset);
        if (backend != null) {
            close(backend, withReset);
        }
        account.close(cause);
    }

    /** An event's handling threw: a bug of ours ends this session and no other. */
    void failed(Throwable cause) {
        Cause why = cause instanceof OutOfMemoryError ? Cause.NO_MEMORY : Cause.INTERNAL;
        end(why, true);
    }

    void ready(Side side, int events) {
        if (phase != null) {
            phase.ready(side, events);
        }
    }

    void tick(long nowNanos) {
        if (phase != null) {
            phase.tick(nowNanos);
        }
    }

    void enter(Phase entered) {
        if (phase != null) {
            phase.release();
            table.remove(this);
        }
        phase = entered;
        table.add(this);
    }

    private static void close(Side side, boolean withReset) {
        if (withReset) {
            side.reset();
        } else {
            side.close();
        }
    }

    /** Bytes have moved: the session is not idle. */
    void progressed() {
        progressNanos = worker().tickNanos();
    }

    long progressNanos() {
        return progressNanos;
    }

    boolean isIn(Phase asked) {
        return phase == asked;
    }

    boolean isBrief() {
        return phase != null && phase.isBrief();
    }

    boolean isLastToEnd(Side side) {
        return phase instanceof Relaying relaying && relaying.isLastToEnd(side);
    }

    TcpSettings settings() {
        return settings;
    }

    SessionAccount account() {
        return account;
    }

    /** The backend that it is with or is trying, or null. */
    @Nullable
    Backend backend() {
        return account.backend();
    }

    Side client() {
        return client;
    }

    Flow flow() {
        return flow;
    }

    Worker worker() {
        return table.worker();
    }
}
