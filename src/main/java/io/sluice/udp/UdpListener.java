package io.sluice.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.DatagramBatch;
import io.sluice.model.Endpoint;
import io.sluice.model.TerminationCode;
import io.sluice.net.DatagramSockets;
import io.sluice.net.LocalAddresses;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A UDP listener: every address on every worker, and the sessions of its clients. Opened, asked and closed from any thread; what
 * happens to sessions happens on their workers.
 */
public final class UdpListener {

    private final List<InetSocketAddress> addresses;
    private final List<Door> doors;
    private final List<Lane> lanes;
    private final OwnAddresses own;
    private @Nullable CompletableFuture<Void> closed;

    private UdpListener(List<InetSocketAddress> addresses, List<Door> doors, List<Lane> lanes, OwnAddresses own) {
        this.addresses = addresses;
        this.doors = doors;
        this.lanes = lanes;
        this.own = own;
    }

    /**
     * Binds all addresses, then starts receiving.
     *
     * @param own hears of the addresses; one for all listeners of the process
     * @throws IOException if an address cannot be had, with the address in its message; then nothing is left open
     */
    public static UdpListener open(
            List<InetSocketAddress> addresses, UdpSettings settings, List<Worker> workers, OwnAddresses own)
            throws IOException {
        DatagramBatch.ensureAvailable();
        LocalAddresses local = LocalAddresses.now();
        Binding binding = new Binding(workers.size(), local);
        try {
            for (InetSocketAddress address : addresses) {
                bind(binding, address);
            }
        } catch (IOException e) { // of bind, below: everything else it may throw is in it
            binding.close();
            throw e;
        }
        List<Door> doors = binding.doors();
        List<InetSocketAddress> bound = doors.stream().map(Door::address).toList();
        own.add(bound, local);
        List<Lane> lanes = new ArrayList<>(workers.size());
        for (int i = 0; i < workers.size(); i++) {
            Lane lane = new Lane(i, workers, settings, own, bound);
            lanes.add(lane);
            lane.worker().execute(() -> lane.open(doors));
        }
        return new UdpListener(binding.listening(), doors, List.copyOf(lanes), own);
    }

    private static void bind(Binding binding, InetSocketAddress address) throws IOException {
        try {
            DatagramSockets.requireFree(address);
            binding.add(address);
        } catch (IOException | ChannelException e) {
            throw new IOException(Endpoint.format(address) + "/udp: " + e.getMessage(), e);
        }
    }

    /** The addresses it listens on, in the order given, port 0 replaced by what the kernel chose. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Sessions that are open now, over all workers. */
    public int sessions() {
        return lanes.stream().mapToInt(Lane::sessions).sum();
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
        own.remove(doors.stream().map(Door::address).toList());
        for (Door door : doors) {
            if (door.replySockets() != null) {
                door.replySockets().close();
            }
        }
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
}
