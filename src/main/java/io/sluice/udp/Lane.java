package io.sluice.udp;

import io.netty.channel.epoll.DatagramBatch;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.model.Refusal;
import io.sluice.model.TerminationCode;
import io.sluice.net.Outbox;
import io.sluice.net.Ticking;
import io.sluice.net.Worker;
import io.sluice.pool.Backend;
import io.sluice.stats.Drop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One worker's share of a listener: its doorways, all sessions that came through them, and the sweep that ends the idle ones. On
 * that worker but for {@link #sessions()} and {@link #stopAccepting()}.
 */
final class Lane implements Ticking {

    /** A sweep visits so many sessions per tick, or a tenth of them if that is more: each is seen at least once a second. */
    private static final int SWEEP_AT_LEAST = 1024;

    private static final int SWEEP_FRACTION = 10;

    private static final int VISITS_PER_TURN = 256;

    private final int index;
    private final int siblings;
    private final Worker worker;
    private volatile UdpSettings settings;
    private final OwnAddresses own;
    private volatile List<InetSocketAddress> bound = List.of();
    private final LoopGuard guard;
    private final List<Doorway> doorways = new ArrayList<>();
    private final List<UdpSession> sessions = new ArrayList<>();
    private final AtomicInteger sessionCount = new AtomicInteger();
    private int sweepAt;
    private volatile boolean isStopping;

    /** The lane of one of the workers. */
    Lane(int index, List<Worker> workers, UdpSettings settings, OwnAddresses own) {
        this.index = index;
        this.siblings = workers.size() - 1;
        this.worker = workers.get(index);
        this.settings = settings;
        this.own = own;
        this.guard = new LoopGuard(own);
    }

    /** Starts receiving. */
    void open(List<Door> doors) {
        for (Door door : doors) {
            Doorway doorway = new Doorway(this, door);
            doorways.add(doorway);
            doorway.open();
        }
    }

    /** Begins no more sessions at these doors; each closes when its last session has ended, and tells so. */
    void retire(List<Door> doors, Runnable closed) {
        for (Door door : doors) {
            for (Doorway doorway : List.copyOf(doorways)) {
                if (doorway.isOf(door)) {
                    doorway.retire(closed);
                }
            }
        }
    }

    /** It is about to be closed. */
    void forget(Doorway doorway) {
        doorways.remove(doorway);
    }

    /**
     * What sessions go by that begin from now on. Thread-safe.
     *
     * @param addresses of the listener
     */
    void goBy(UdpSettings next, List<InetSocketAddress> addresses) {
        settings = next;
        bound = addresses;
    }

    /** Which of the listener's lanes this is, from 0. */
    int index() {
        return index;
    }

    /** True if other workers serve the listener too. */
    boolean hasSiblings() {
        return siblings > 0;
    }

    Worker worker() {
        return worker;
    }

    DatagramBatch incoming() {
        return worker.datagrams().incoming();
    }

    Outbox outbox() {
        return worker.datagrams().outbox();
    }

    /** True for an address of this very listener: as a backend it would be a loop. */
    boolean isOwn(InetSocketAddress backend) {
        return own.isOneOf(bound, backend);
    }

    void drop(Drop reason, int datagrams) {
        for (int i = 0; i < datagrams; i++) {
            settings.stats().dropped(reason);
        }
    }

    /** Begins a session for a client that has none; null when it gets none, and its datagram has been counted as dropped. */
    @Nullable
    UdpSession begin(Doorway doorway, ClientKey arriving) {
        UdpSettings now = settings;
        Drop refused = isStopping || doorway.isRetired() ? Drop.STOPPING : null;
        InetSocketAddress client = arriving.client();
        if (refused == null && guard.isLoop(client, now.pool())) {
            refused = Drop.LOOP;
        }
        if (refused == null) {
            Refusal refusal = now.entrance().admit(client.getAddress());
            refused = refusal == null ? null : Drops.of(refusal);
        }
        if (refused != null) {
            drop(refused, 1);
            return null;
        }
        return associate(doorway, arriving.copy(), client, now);
    }

    private @Nullable UdpSession associate(Doorway doorway, ClientKey key, InetSocketAddress client, UdpSettings now) {
        LinuxSocket replySocket = doorway.replySocket(key);
        if (replySocket == null) {
            now.entrance().leave();
            drop(Drop.LOCAL_RESOURCE, 1);
            return null;
        }
        UdpSession session = new UdpSession(doorway, key, client, doorway.destination(key), replySocket, now);
        Drop failed = session.begin();
        if (failed != null) {
            now.entrance().leave();
            drop(failed, 1);
            return null;
        }
        now.stats().accepted();
        doorway.keep(session);
        add(session);
        return session;
    }

    private void add(UdpSession session) {
        session.setPlace(sessions.size());
        sessions.add(session);
        sessionCount.lazySet(sessions.size());
        if (sessions.size() == 1) {
            worker.keepTicking(this);
        }
    }

    /** A session has ended; the last takes its place in the list. */
    void remove(UdpSession session) {
        UdpSession last = sessions.remove(sessions.size() - 1);
        if (last != session) {
            sessions.set(session.place(), last);
            last.setPlace(session.place());
        }
        sessionCount.lazySet(sessions.size());
        session.doorway().ended();
    }

    /** Sessions that are open now. Thread-safe. */
    int sessions() {
        return sessionCount.get();
    }

    @Override
    public boolean tick(long nowNanos) {
        long arrived = nowNanos - Worker.TICK_NANOS; // the clock of arrivals is up to a tick behind
        int visits = Math.min(sessions.size(), Math.max(SWEEP_AT_LEAST, sessions.size() / SWEEP_FRACTION));
        for (int i = 0; i < visits && !sessions.isEmpty(); i++) {
            sweepAt = sweepAt < sessions.size() ? sweepAt : 0;
            UdpSession session = sessions.get(sweepAt);
            if (session.isIdle(arrived)) {
                session.end(TerminationCode.NORMAL, "idle");
            } else {
                session.report();
                sweepAt++;
            }
        }
        return !sessions.isEmpty();
    }

    /** Ends sessions of one backend, as long as there is a permit for each. */
    void endOf(Backend backend, AtomicInteger permits, TerminationCode code) {
        List<UdpSession> its = sessions.stream()
                .filter(session -> session.backend() == backend)
                .toList();
        for (UdpSession session : its) {
            if (permits.getAndDecrement() > 0) {
                session.end(code, code.words());
            }
        }
    }

    /**
     * Shows all sessions to a visitor, some in each turn of the loop, the last of the list first: one that ends is replaced by one
     * that was seen already. Sessions that begin meanwhile are not seen.
     *
     * @param visitor may end the session that it is shown, and only that one; false ends the visit
     */
    void visit(Predicate<UdpSession> visitor, Runnable done) {
        visit(sessions.size() - 1, visitor, done);
    }

    private void visit(int from, Predicate<UdpSession> visitor, Runnable done) {
        int at = from;
        for (int i = 0; i < VISITS_PER_TURN; i++, at--) {
            at = Math.min(at, sessions.size() - 1);
            if (at < 0 || !shows(sessions.get(at), visitor)) {
                done.run();
                return;
            }
        }
        int next = at;
        worker.executeNextTurn(() -> visit(next, visitor, done));
    }

    private boolean shows(UdpSession session, Predicate<UdpSession> visitor) {
        try {
            return visitor.test(session);
        } catch (RuntimeException e) { // a bug in one session must not keep the visitor from the others
            worker.alarm().raised(e);
            session.failed(e);
            return true;
        }
    }

    /** Ends a session of this lane for the operator if it is still with this backend; the answer says whether. Any thread. */
    CompletableFuture<Boolean> endLater(UdpSession session, Backend backend) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        worker.execute(() -> {
            boolean isThere = holds(session) && session.backend() == backend;
            if (isThere) {
                boolean unused = shows(session, each -> {
                    each.end(TerminationCode.KILLED, TerminationCode.KILLED.words());
                    return true;
                });
            }
            done.complete(isThere);
        });
        return done;
    }

    private boolean holds(UdpSession session) {
        return session.place() < sessions.size() && sessions.get(session.place()) == session;
    }

    /** Begins no more sessions; those that are go on. Thread-safe. */
    void stopAccepting() {
        isStopping = true;
    }

    /** Ends all sessions and closes all sockets. Idempotent. */
    void close(TerminationCode code) {
        isStopping = true;
        while (!sessions.isEmpty()) {
            sessions.get(sessions.size() - 1).end(code, code.words());
        }
        List.copyOf(doorways).forEach(Doorway::close);
    }
}
