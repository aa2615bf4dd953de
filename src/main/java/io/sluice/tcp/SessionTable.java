package io.sluice.tcp;

import io.sluice.net.Ticking;
import io.sluice.net.Worker;
import io.sluice.pool.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one worker: two intrusive lists and one sweep over them, instead of a timer for each session. Sessions in a
 * brief phase are looked at every tick, the others once a sweep. Used on its worker only.
 */
final class SessionTable implements Ticking {

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int CUTS_PER_TURN = 256;

    private final Worker worker;
    private @Nullable TcpSession brief;
    private @Nullable TcpSession lasting;
    private final List<Walk> walks = new ArrayList<>();
    private int count;
    private final AtomicInteger shown = new AtomicInteger();
    private long sweepNanos;

    SessionTable(Worker worker) {
        this.worker = worker;
    }

    Worker worker() {
        return worker;
    }

    /** From any thread. */
    int sessions() {
        return shown.get();
    }

    int count() {
        return count;
    }

    void add(TcpSession session) {
        TcpSession head = session.isBrief() ? brief : lasting;
        session.previous = null;
        session.next = head;
        if (head != null) {
            head.previous = session;
        }
        setHead(session, session);
        count++;
        shown.lazySet(count);
        if (count == 1) {
            sweepNanos = System.nanoTime() + SWEEP_NANOS;
            worker.keepTicking(this);
        }
    }

    void remove(TcpSession session) {
        for (int i = 0; i < walks.size(); i++) {
            walks.get(i).leaving(session);
        }
        TcpSession previous = session.previous;
        TcpSession next = session.next;
        if (next != null) {
            next.previous = previous;
        }
        if (previous != null) {
            previous.next = next;
        } else {
            setHead(session, next);
        }
        session.previous = null;
        session.next = null;
        count--;
        shown.lazySet(count);
    }

    void begun(Walk walk) {
        walks.add(walk);
    }

    void over(Walk walk) {
        walks.remove(walk);
    }

    @Nullable
    TcpSession firstBrief() {
        return brief;
    }

    @Nullable
    TcpSession firstLasting() {
        return lasting;
    }

    private void setHead(TcpSession of, @Nullable TcpSession head) {
        if (of.isBrief()) {
            brief = head;
        } else {
            lasting = head;
        }
    }

    @Override
    public boolean tick(long nowNanos) {
        visit(brief, nowNanos);
        if (nowNanos >= sweepNanos) {
            sweepNanos = nowNanos + SWEEP_NANOS;
            visit(lasting, nowNanos);
        }
        return count > 0;
    }

    private void visit(@Nullable TcpSession first, long nowNanos) {
        TcpSession session = first;
        while (session != null) {
            TcpSession next = session.next; // a visit may end the session, and only that one
            try {
                session.tick(nowNanos);
            } catch (Throwable e) { // a bug in one session must not keep the sweep from the others
                worker.alarm().raised(e);
                session.failed(e);
            }
            session = next;
        }
    }

    /** Ends every session, some at a time so that others have their turn; then runs {@code done}. */
    void cutAll(Cause cause, Runnable done) {
        for (int i = 0; i < CUTS_PER_TURN; i++) {
            TcpSession session = brief != null ? brief : lasting;
            if (session == null) {
                done.run();
                return;
            }
            cut(session, cause);
        }
        worker.executeNextTurn(() -> cutAll(cause, done));
    }

    /** Ends sessions of one backend that are past connecting, as long as there is a permit for each. */
    void cutOf(Backend backend, AtomicInteger permits, Cause cause) {
        TcpSession session = lasting;
        while (session != null && permits.get() > 0) {
            TcpSession next = session.next;
            if (session.backend() == backend && permits.getAndDecrement() > 0) {
                cut(session, cause);
            }
            session = next;
        }
    }

    /** Ends a session of this table for the operator if it is still with this backend; the answer says whether. Any thread. */
    CompletableFuture<Boolean> endLater(TcpSession session, Backend backend) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        worker.execute(() -> {
            boolean isThere = session.isRelayingWith(backend);
            if (isThere) {
                cut(session, Cause.KILLED);
            }
            done.complete(isThere);
        });
        return done;
    }

    private void cut(TcpSession session, Cause cause) {
        try {
            session.cut(cause);
        } catch (Throwable e) { // a bug in one session must not keep the others open
            worker.alarm().raised(e);
            session.failed(e);
        }
    }
}
