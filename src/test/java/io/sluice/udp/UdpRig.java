package io.sluice.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.guard.AccessList;
import io.sluice.guard.Entrance;
import io.sluice.guard.Places;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.TerminationCode;
import io.sluice.net.Alarm;
import io.sluice.net.Worker;
import io.sluice.net.Workers;
import io.sluice.pool.Backend;
import io.sluice.pool.ConnectPolicy;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.SessionLog;
import io.sluice.stats.SessionRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A UDP listener on loopback before some backends, with everything it counts in reach. */
@SuppressWarnings("NullAway.Init") // workers and listener are there once listen() was called
final class UdpRig implements AutoCloseable {

    static final long SECOND = 1_000_000_000L;

    int workerCount = 1;
    int maxSessions;
    long idleNanos = 60 * SECOND;
    int responses;
    int requests;
    AccessList access = new AccessList(List.of(), List.of());

    final ListenerStats stats = new ListenerStats();
    final Places places = new Places(10_000);
    final OwnAddresses own = new OwnAddresses();
    final ConcurrentLinkedQueue<SessionRecord> records = new ConcurrentLinkedQueue<>();
    final List<Backend> backends = new ArrayList<>();
    final List<Member> members = new ArrayList<>();
    Workers workers;
    UdpListener listener;

    UdpRig backend(InetSocketAddress address) {
        Backend backend = new Backend("pool", "b" + backends.size(), new Endpoint.Inet(address));
        backends.add(backend);
        members.add(new Member(backend, 1, 0, BackendState.ENABLED, BackendClass.ALIVE));
        return this;
    }

    UdpRig listen(String address) throws IOException {
        return listen(new InetSocketAddress(InetAddress.getByName(address), 0));
    }

    UdpRig listen(InetSocketAddress address) throws IOException {
        workers = new Workers(workerCount, new Alarm(status -> {}), 1);
        SplittableRandom random = new SplittableRandom(1);
        Pool pool = new Pool(
                "pool", new PoolSnapshot(members, new RoundRobin(), new ConnectPolicy(SECOND, 3), null, random));
        SessionLog log = new SessionLog() {
            @Override
            public boolean isOn() {
                return true;
            }

            @Override
            public void write(SessionRecord record) {
                records.add(record);
            }
        };
        UdpSettings settings = new UdpSettings(
                "udp",
                pool,
                new Entrance(access, maxSessions, stats, places),
                stats,
                log,
                idleNanos,
                responses,
                requests);
        listener = new UdpListener(settings, workers.all(), own);
        listener.rebind(List.of(address), settings).commit().join();
        return this;
    }

    InetSocketAddress address() {
        return listener.addresses().get(0);
    }

    /** The listener's port on another address of this machine. */
    InetSocketAddress at(String address) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), address().getPort());
    }

    Backend backend(int index) {
        return backends.get(index);
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10 * SECOND;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until %s", what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    void closeListener() {
        listener.close(TerminationCode.SHUTDOWN).orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        closeListener();
        workers.stop();
        assertThat(stats.active()).as("sessions counted by the listener").isZero();
        assertThat(places.taken()).as("places taken in the process").isZero();
        assertThat(stats.ended().sum()).as("sessions ended").isEqualTo(stats.acceptedTotal());
        assertThat(records).as("lines of the session log").hasSize((int) stats.acceptedTotal());
        for (Backend backend : backends) {
            assertThat(backend.stats().active()).as("sessions on %s", backend).isZero();
        }
        assertThat(stats.ended().count(TerminationCode.INTERNAL))
                .as("internal errors")
                .isZero();
    }

    /** Returns when every worker has done all that it was given before. */
    void settle() throws Exception {
        for (Worker worker : workers.all()) {
            CompletableFuture<Void> reached = new CompletableFuture<>();
            worker.execute(() -> reached.complete(null));
            reached.get(5, TimeUnit.SECONDS);
        }
    }
}
