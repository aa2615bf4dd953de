package io.sluice.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.DatagramBatch;
import io.sluice.model.Endpoint;
import io.sluice.model.TerminationCode;
import io.sluice.net.DatagramSockets;
import io.sluice.net.LocalAddresses;
import io.sluice.net.Rebinding;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A UDP listener: every address on every worker, and the sessions of its clients. Opened, asked and closed from any thread; what
 * happens to sessions happens on their workers.
 */
public final class UdpListener {

    private final List<Lane> lanes;
    private final OwnAddresses own;
    private volatile UdpSettings settings;
    private final List<Bound> leaving = new CopyOnWriteArrayList<>();
    private volatile List<Bound> open = List.of();
    private @Nullable CompletableFuture<Void> closed;

    /**
     * A listener without an address: {@link #rebind} gives it some.
     *
     * @param own hears of the addresses; one for all listeners of the process
     */
    public UdpListener(UdpSettings settings, List<Worker> workers, OwnAddresses own) {
        this.own = own;
        this.settings = settings;
        List<Lane> made = new ArrayList<>(workers.size());
        for (int i = 0; i < workers.size(); i++) {
            made.add(new Lane(i, workers, settings, own));
        }
        this.lanes = List.copyOf(made);
    }

    /**
     * Binds what these addresses have more than the present ones; those that stay keep their sockets and sessions. At those that
     * go no session begins any more, and each is closed when its last session has ended.
     *
     * @param next what new sessions go by from then on; open ones keep what they began with
     * @throws IOException names the address that could not be had; everything is as before then
     */
    public Rebinding rebind(List<InetSocketAddress> addresses, UdpSettings next) throws IOException {
        DatagramBatch.ensureAvailable();
        LocalAddresses local = LocalAddresses.now();
        List<Bound> left = new ArrayList<>(open);
        List<Bound> all = new ArrayList<>();
        List<Bound> added = new ArrayList<>();
        try {
            for (InetSocketAddress address : addresses) {
                Bound bound = take(left, address);
                if (bound == null) {
                    bound = bind(address, local);
                    added.add(bound);
                }
                all.add(bound);
            }
        } catch (IOException e) { // of bind, below: everything else it may throw is in it
            added.forEach(Bound::abandon);
            throw e;
        }
        return new Change(next, local, all, added, left);
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

    private Bound bind(InetSocketAddress address, LocalAddresses local) throws IOException {
        Binding binding = new Binding(lanes.size(), local);
        try {
            DatagramSockets.requireFree(address);
            binding.add(address);
            return new Bound(address, binding, lanes.size(), own);
        } catch (IOException | ChannelException e) {
            binding.close();
            throw new IOException(Endpoint.format(address) + "/udp: " + e.getMessage(), e);
        }
    }

    /** The addresses it listens on, in the order given, port 0 replaced by what the kernel chose. */
    public List<InetSocketAddress> addresses() {
        return open.stream().map(Bound::actual).toList();
    }

    /** Sessions that are open now, over all workers. */
    public int sessions() {
        return lanes.stream().mapToInt(Lane::sessions).sum();
    }

    /** Gives every address back once its last session has ended. */
    public CompletableFuture<Void> leave() {
        return new Change(settings, LocalAddresses.none(), List.of(), List.of(), open).commit();
    }

    /** Begins no more sessions. Those that are go on until they are idle, or {@link #close}. */
    public void stopAccepting() {
        lanes.forEach(Lane::stopAccepting);
    }

    /**
     * Ends sessions of one backend.
     *
     * @param permits one is taken for each session; without one, none is ended
     */
    public CompletableFuture<Void> endSessionsOf(Backend backend, AtomicInteger permits, TerminationCode code) {
        return onEveryLane(lane -> lane.endOf(backend, permits, code));
    }

    /** Ends the sessions of a backend that the operator has closed. */
    public CompletableFuture<Void> withdraw(Backend backend) {
        return visit(lane -> true, session -> {
            if (session.backend() == backend) {
                session.end(TerminationCode.KILLED, TerminationCode.KILLED.words());
            }
            return true;
        });
    }

    /** Lists open sessions. */
    public CompletableFuture<Void> tellTo(LiveSessions list) {
        return visit(lane -> true, session -> session.tellTo(list));
    }

    /** Shows all sessions to a census. */
    public CompletableFuture<Void> tellTo(Census census) {
        return visit(lane -> true, session -> {
            session.tellTo(census);
            return true;
        });
    }

    /** Ends the session of this name, if there is one; it is told through {@code found}. */
    public CompletableFuture<Void> kill(SessionId id, Runnable found) {
        return visit(lane -> lane.worker().index() == id.worker(), session -> {
            if (session.number() != id.number()) {
                return true;
            }
            found.run();
            session.end(TerminationCode.KILLED, TerminationCode.KILLED.words());
            return false;
        });
    }

    private CompletableFuture<Void> visit(Predicate<Lane> where, Predicate<UdpSession> visitor) {
        CompletableFuture<?>[] done = lanes.stream()
                .filter(where)
                .map(lane -> {
                    CompletableFuture<Void> one = new CompletableFuture<>();
                    lane.worker().execute(() -> lane.visit(visitor, () -> one.complete(null)));
                    return one;
                })
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(done);
    }

    /** Ends all sessions with this code and closes all sockets; done once each worker is. Idempotent: the first code counts. */
    public synchronized CompletableFuture<Void> close(TerminationCode code) {
        CompletableFuture<Void> closing = closed;
        if (closing == null) {
            closing = onEveryLane(lane -> lane.close(code))
                    .thenRun(this::closeReplySockets)
                    .thenCompose(done -> onEveryLane(lane -> {})); // the sockets are closed when each worker comes by
            closed = closing;
        }
        return closing;
    }

    private void closeReplySockets() {
        open.forEach(Bound::allClosed);
        leaving.forEach(Bound::allClosed);
    }

    private CompletableFuture<Void> onEveryLane(LaneTask task) {
        CompletableFuture<?>[] done = new CompletableFuture<?>[lanes.size()];
        for (int i = 0; i < done.length; i++) {
            Lane lane = lanes.get(i);
            CompletableFuture<Void> one = new CompletableFuture<>();
            done[i] = one;
            lane.worker().execute(() -> {
                try {
                    task.run(lane);
                } catch (RuntimeException e) { // a bug must not keep the caller waiting
                    lane.worker().alarm().raised(e);
                }
                lane.worker().execute(() -> one.complete(null)); // behind the closing of descriptors
            });
        }
        return CompletableFuture.allOf(done);
    }

    private interface LaneTask {
        void run(Lane lane);
    }

    /** What {@link #rebind} has prepared. */
    private final class Change implements Rebinding {

        private final UdpSettings next;
        private final LocalAddresses local;
        private final List<Bound> all;
        private final List<Bound> added;
        private final List<Bound> removed;

        Change(UdpSettings next, LocalAddresses local, List<Bound> all, List<Bound> added, List<Bound> removed) {
            this.next = next;
            this.local = local;
            this.all = List.copyOf(all);
            this.added = List.copyOf(added);
            this.removed = List.copyOf(removed);
        }

        @Override
        public void listen() {
            // A bound socket takes datagrams already; they wait for the commit.
        }

        @Override
        public void abandon() {
            added.forEach(Bound::abandon);
        }

        @Override
        public CompletableFuture<Void> commit() {
            added.forEach(bound -> bound.announce(local));
            open = all;
            leaving.addAll(removed);
            List<InetSocketAddress> doors = all.stream()
                    .flatMap(bound -> bound.doors().stream())
                    .map(Door::address)
                    .toList();
            settings = next;
            lanes.forEach(lane -> lane.goBy(next, doors));
            return onEveryLane(this::rearrange);
        }

        private void rearrange(Lane lane) {
            added.forEach(bound -> lane.open(bound.doors()));
            removed.forEach(bound -> lane.retire(bound.doors(), () -> left(bound)));
        }

        private void left(Bound bound) {
            if (bound.doorClosed()) {
                leaving.remove(bound);
            }
        }
    }
}
