package io.sluice.tcp;

import io.netty.channel.epoll.LinuxSocket;
import io.sluice.balance.RoundRobin;
import io.sluice.guard.AccessList;
import io.sluice.guard.Entrance;
import io.sluice.guard.Places;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.net.Alarm;
import io.sluice.net.StreamSockets;
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
import io.sluice.testing.Eventually;
import io.sluice.testing.ScriptedBackend;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One acceptor with any relay on one worker, before one backend: sessions as they are, without control and configuration. */
final class RelayBench implements Closeable {

    private final List<SessionRecord> records = new CopyOnWriteArrayList<>();
    private final ListenerStats stats = new ListenerStats();
    private final Workers workers;
    private final Worker worker;
    private final Acceptor acceptor;
    private final InetSocketAddress address;

    RelayBench(Function<Worker, Relay> relay, ScriptedBackend backend) throws IOException {
        this.workers = new Workers(1, new Alarm(status -> records.clear()), 1);
        this.worker = workers.all().get(0);
        LinuxSocket socket =
                StreamSockets.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096, 30_000);
        this.address = socket.localAddress();
        TcpSettings settings = settings(backend);
        this.acceptor = new Acceptor(socket, address, new SessionTable(worker), () -> settings, relay.apply(worker));
        worker.execute(acceptor::start);
    }

    private TcpSettings settings(ScriptedBackend to) {
        Backend backend = new Backend(
                "app",
                to.address(),
                new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), to.port())));
        Member member = new Member(backend, 1, 0, BackendState.ENABLED, BackendClass.ALIVE);
        ConnectPolicy connect = new ConnectPolicy(TimeUnit.SECONDS.toNanos(5), 3);
        PoolSnapshot snapshot =
                new PoolSnapshot(List.of(member), new RoundRobin(), connect, null, new SplittableRandom(1));
        Entrance entrance = new Entrance(new AccessList(List.of(), List.of()), 0, stats, new Places(9000));
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
        long minute = TimeUnit.MINUTES.toNanos(1);
        return new TcpSettings("bench", new Pool("app", snapshot), entrance, stats, log, minute, minute);
    }

    InetSocketAddress address() {
        return address;
    }

    ListenerStats stats() {
        return stats;
    }

    /** The codes of the sessions that have ended. */
    List<String> codes() {
        return records.stream().map(record -> record.code().code()).toList();
    }

    /** Waits for so many sessions to end; their codes. */
    List<String> codes(int sessions) {
        Eventually.isTrue(sessions + " sessions have ended", () -> records.size() >= sessions);
        return codes();
    }

    @Override
    public void close() {
        worker.execute(acceptor::stop);
        Eventually.equal("active sessions", 0, stats::active);
        workers.stop();
    }
}
