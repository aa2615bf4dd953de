package io.sluice.tcp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.model.Endpoint;
import io.sluice.model.TerminationCode;
import io.sluice.net.StreamSockets;
import io.sluice.net.Worker;
import io.sluice.pool.Backend;
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

/**
 * One TCP listener: for each of its addresses one socket per worker, sharing the port, so that the kernel spreads clients over
 * the workers and each stays where it was accepted. Made and closed on the control loop; sessions live on the workers.
 */
public final class TcpListener {

    /** The kernel caps it at {@code net.core.somaxconn}. */
    static final int BACKLOG = 65_535;

    private final List<InetSocketAddress> addresses;
    private final List<SessionTable> tables;
    private final List<Acceptor> acceptors;
    private final TcpSettings settings;

    private TcpListener(TcpSettings settings, List<Worker> workers) {
        this.settings = settings;
        this.addresses = new ArrayList<>();
        this.tables = workers.stream().map(SessionTable::new).toList();
        this.acceptors = new ArrayList<>();
    }

    /**
     * Binds every address on every worker; nobody is accepted before {@link #start}.
     *
     * @throws IOException names the address that could not be bound; nothing is left open then
     */
    public static TcpListener open(List<InetSocketAddress> addresses, TcpSettings settings, List<Worker> workers)
            throws IOException {
        TcpListener listener = new TcpListener(settings, workers);
        List<LinuxSocket> opened = new ArrayList<>();
        try {
            for (InetSocketAddress address : addresses) {
                listener.bind(address, opened);
            }
            return listener;
        } catch (IOException e) {
            for (LinuxSocket socket : opened) {
                socket.close();
            }
            throw e;
        }
    }

    private void bind(InetSocketAddress wanted, List<LinuxSocket> opened) throws IOException {
        InetSocketAddress address = wanted;
        try {
            if (wanted.getPort() != 0) {
                StreamSockets.requireFree(wanted);
            }
            for (SessionTable table : tables) {
                LinuxSocket socket = StreamSockets.listen(address, BACKLOG, settings.userTimeoutMillis());
                opened.add(socket);
                address = socket.localAddress(); // port 0 became a port that the other workers share
                Relay relay = new CopyRelay(table.worker());
                acceptors.add(new Acceptor(socket, address, table, settings, relay));
            }
        } catch (ChannelException | IOException e) {
            throw new IOException(Endpoint.format(wanted) + ": " + e.getMessage(), e);
        }
        addresses.add(address);
    }

    /** Begins to accept. */
    public CompletableFuture<Void> start() {
        return onEachWorker(Acceptor::start);
    }

    /** Serves what the kernel has accepted, then closes the listening sockets; open sessions go on. */
    public CompletableFuture<Void> stopAccepting() {
        return onEachWorker(Acceptor::stop);
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

    /** As bound: port 0 is replaced by what the kernel chose. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    private CompletableFuture<Void> onEachWorker(Consumer<Acceptor> action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(acceptors.size());
        for (Acceptor acceptor : acceptors) {
            acceptor.worker().execute(() -> {
                action.accept(acceptor);
                countDown(left, done);
            });
        }
        return done;
    }

    private static void countDown(AtomicInteger left, CompletableFuture<Void> done) {
        if (left.decrementAndGet() == 0) {
            done.complete(null);
        }
    }
}
