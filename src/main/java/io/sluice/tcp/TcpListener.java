package io.sluice.tcp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.model.Endpoint;
import io.sluice.model.TerminationCode;
import io.sluice.net.Rebinding;
import io.sluice.net.StreamSockets;
import io.sluice.net.Worker;
import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One TCP listener: for each of its addresses one socket per worker, sharing the port, so that the kernel spreads clients over
 * the workers and each stays where it was accepted. Made, changed and closed on the control loop; sessions live on the workers.
 */
public final class TcpListener {

    /** The kernel caps it at {@code net.core.somaxconn}. */
    static final int BACKLOG = 65_535;

    private final List<SessionTable> tables;
    private volatile TcpSettings settings;
    private volatile List<Bound> open = List.of();

    /** A listener without an address: {@link #rebind} gives it some. */
    public TcpListener(TcpSettings settings, List<Worker> workers) {
        this.settings = settings;
        this.tables = workers.stream().map(SessionTable::new).toList();
    }

    /**
     * Binds what these addresses have more than the present ones; those that stay keep their sockets, and nothing is in force
     * before the answer's {@code commit}.
     *
     * @param next what new sessions go by from then on; open ones keep what they began with
     * @param isOurs true for an address of this process that is about to be given up: it is shared until then
     * @throws IOException names the address that could not be bound; everything is as before then
     */
    public Rebinding rebind(List<InetSocketAddress> addresses, TcpSettings next, Predicate<InetSocketAddress> isOurs)
            throws IOException {
        List<Bound> left = new ArrayList<>(open);
        List<Bound> all = new ArrayList<>();
        List<Bound> added = new ArrayList<>();
        try {
            for (InetSocketAddress address : addresses) {
                Bound kept = take(left, address);
                if (kept == null) {
                    kept = bind(address, next, isOurs);
                    added.add(kept);
                }
                all.add(kept);
            }
        } catch (IOException e) {
            added.forEach(Bound::abandon);
            throw e;
        }
        return new Change(next, all, added, left);
    }

    private static @Nullable Bound take(List<Bound> from, InetSocketAddress wanted) {
        for (Bound each : from) {
            if (each.wanted().equals(wanted)) {
                from.remove(each);
                return each;
            }
        }
        return null;
    }

    private Bound bind(InetSocketAddress wanted, TcpSettings next, Predicate<InetSocketAddress> isOurs)
            throws IOException {
        InetSocketAddress address = wanted;
        List<Acceptor> acceptors = new ArrayList<>();
        try {
            if (wanted.getPort() != 0 && !isOurs.test(wanted)) {
                StreamSockets.requireFree(wanted);
            }
            for (SessionTable table : tables) {
                LinuxSocket socket = StreamSockets.bound(address, next.userTimeoutMillis());
                address = socket.localAddress(); // port 0 became a port that the other workers share
                Relay relay = new CopyRelay(table.worker());
                acceptors.add(new Acceptor(socket, address, table, () -> settings, relay));
            }
        } catch (ChannelException | IOException e) {
            acceptors.forEach(Bound::abandon);
            throw new IOException(Endpoint.format(wanted) + ": " + e.getMessage(), e);
        }
        return new Bound(wanted, address, List.copyOf(acceptors));
    }

    /** Gives every address back; open sessions go on. */
    public CompletableFuture<Void> leave() {
        return new Change(settings, List.of(), List.of(), open).commit();
    }

    /** Serves what the kernel has accepted, then closes the listening sockets; open sessions go on. */
    public CompletableFuture<Void> stopAccepting() {
        return onEach(open, Acceptor::stop);
    }

    /** Ends every session. Completes when the last has ended. */
    public CompletableFuture<Void> cutSessions(TerminationCode code) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(tables.size());
        Cause cause = new Cause(code, code.words());
        for (SessionTable table : tables) {
            table.worker().execute(() -> table.cutAll(cause, () -> countDown(left, done)));
        }
        return done;
    }

    /**
     * Ends sessions of one backend that are past connecting.
     *
     * @param permits one is taken for each session; without one, none is ended
     */
    public CompletableFuture<Void> cutSessionsOf(Backend backend, AtomicInteger permits, TerminationCode code) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(tables.size());
        Cause cause = new Cause(code, code.words());
        for (SessionTable table : tables) {
            table.worker().execute(() -> {
                table.cutOf(backend, permits, cause);
                countDown(left, done);
            });
        }
        return done;
    }

    /** Ends the sessions of a backend that the operator has closed; those not yet connected go to another. */
    public CompletableFuture<Void> withdraw(Backend backend) {
        return walk(table -> true, session -> {
            if (session.backend() == backend) {
                session.withdrawn(Cause.KILLED);
            }
            return true;
        });
    }

    /** Lists open sessions. */
    public CompletableFuture<Void> tellTo(LiveSessions list) {
        return walk(table -> true, session -> session.tellTo(list));
    }

    /** Shows all sessions that are past connecting to a census. */
    public CompletableFuture<Void> tellTo(Census census) {
        return walk(table -> true, session -> {
            session.tellTo(census);
            return true;
        });
    }

    /** Ends the session of this name, if there is one; it is told through {@code found}. */
    public CompletableFuture<Void> kill(SessionId id, Runnable found) {
        return walk(table -> table.worker().index() == id.worker(), session -> {
            if (session.number() != id.number()) {
                return true;
            }
            found.run();
            session.cut(Cause.KILLED);
            return false;
        });
    }

    private CompletableFuture<Void> walk(Predicate<SessionTable> where, Predicate<TcpSession> visitor) {
        List<SessionTable> walked = tables.stream().filter(where).toList();
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(walked.size() + 1);
        for (SessionTable table : walked) {
            table.worker().execute(() -> new Walk(table, visitor, () -> countDown(left, done)).begin());
        }
        countDown(left, done);
        return done;
    }

    /** Sessions that are open now, over all workers; from any thread. */
    public int sessions() {
        return tables.stream().mapToInt(SessionTable::sessions).sum();
    }

    /** As bound: port 0 is replaced by what the kernel chose. */
    public List<InetSocketAddress> addresses() {
        return open.stream().map(Bound::actual).toList();
    }

    private static CompletableFuture<Void> onEach(List<Bound> bound, Consumer<Acceptor> action) {
        List<Acceptor> acceptors =
                bound.stream().flatMap(each -> each.acceptors().stream()).toList();
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(acceptors.size() + 1);
        for (Acceptor acceptor : acceptors) {
            acceptor.worker().execute(() -> {
                action.accept(acceptor);
                countDown(left, done);
            });
        }
        countDown(left, done);
        return done;
    }

    private static void countDown(AtomicInteger left, CompletableFuture<Void> done) {
        if (left.decrementAndGet() == 0) {
            done.complete(null);
        }
    }

    /** One address with its sockets, one for each worker. */
    private record Bound(InetSocketAddress wanted, InetSocketAddress actual, List<Acceptor> acceptors) {

        void listen() throws IOException {
            try {
                for (Acceptor acceptor : acceptors) {
                    acceptor.listen();
                }
            } catch (IOException e) {
                throw new IOException(Endpoint.format(wanted) + ": " + e.getMessage(), e);
            }
        }

        void abandon() {
            acceptors.forEach(Bound::abandon);
        }

        static void abandon(Acceptor acceptor) {
            try {
                acceptor.abandon();
            } catch (IOException e) {
                throw new IllegalStateException("close of an unused socket", e); // nothing was pending on it
            }
        }
    }

    /** What {@link #rebind} has prepared. */
    private final class Change implements Rebinding {

        private final TcpSettings next;
        private final List<Bound> all;
        private final List<Bound> added;
        private final List<Bound> removed;

        Change(TcpSettings next, List<Bound> all, List<Bound> added, List<Bound> removed) {
            this.next = next;
            this.all = List.copyOf(all);
            this.added = added;
            this.removed = removed;
        }

        @Override
        public void listen() throws IOException {
            for (Bound each : added) {
                each.listen();
            }
        }

        @Override
        public void abandon() {
            added.forEach(Bound::abandon);
        }

        @Override
        public CompletableFuture<Void> commit() {
            boolean inherits = next.userTimeoutMillis() != settings.userTimeoutMillis();
            settings = next;
            open = all;
            if (inherits) {
                var unused = onEach(all, acceptor -> acceptor.inherit(next.userTimeoutMillis()));
            }
            return onEach(added, Acceptor::start).thenCompose(started -> onEach(removed, Acceptor::stop));
        }
    }
}
