package io.sluice.control;

import io.sluice.balance.RoundRobin;
import io.sluice.guard.AccessList;
import io.sluice.guard.Entrance;
import io.sluice.guard.Places;
import io.sluice.health.HealthRecords;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.ConnectFailure;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.model.Refusal;
import io.sluice.model.TerminationCode;
import io.sluice.net.LoopLag;
import io.sluice.pool.Affinity;
import io.sluice.pool.AffinityRules;
import io.sluice.pool.AffinityRules.Drained;
import io.sluice.pool.Backend;
import io.sluice.pool.ConnectPolicy;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import io.sluice.pool.QueueRules;
import io.sluice.stats.Drop;
import io.sluice.stats.ListenerStats;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An inventory for tests: two listeners, two pools and their counters, always with the same numbers. */
public final class FakeInventory implements Inventory {

    private final Places places = new Places(10_000);
    private final ListenerStats web = new ListenerStats();
    private final ListenerStats dns = new ListenerStats();
    private final Backend first = new Backend("web", "10.0.0.11:8080", inet("10.0.0.11", 8080));
    private final Backend second = new Backend("web", "b2", inet("10.0.0.12", 8080));
    private final Backend socket = new Backend("web", "app", new Endpoint.Unix("/run/app.sock"));
    private final Backend resolver = new Backend("dns", "[2001:db8::1]:53", inet("2001:db8::1", 53));
    private final List<Pool> pools;
    private final Map<String, HealthRecords> health = new HashMap<>();
    private final Events events = new Events(System::currentTimeMillis);

    public volatile List<LoopLag> lags = List.of();
    public volatile Readiness readiness = Readiness.READY;

    public FakeInventory() {
        pools = new CopyOnWriteArrayList<>(List.of(
                pool(
                        "web",
                        member(first, 1, 0, BackendState.ENABLED, BackendClass.ALIVE),
                        member(second, 3, 500, BackendState.DRAINING, BackendClass.QUALIFIED),
                        member(socket, 0, 0, BackendState.ENABLED, BackendClass.ALIVE)),
                pool("dns", member(resolver, 1, 0, BackendState.ENABLED, BackendClass.ALIVE))));
        countWeb();
        countDns();
        countBackends();
    }

    private void countWeb() {
        Entrance entrance = new Entrance(new AccessList(List.of(), List.of()), 20_000, web, places);
        for (int i = 0; i < 5; i++) {
            web.accepted();
            entrance.admit(InetAddress.getLoopbackAddress());
        }
        web.accepted();
        web.refused(Refusal.DENIED);
        web.ended(TerminationCode.REFUSED);
        entrance.leave();
        entrance.leave();
        web.ended(TerminationCode.NORMAL);
        web.ended(TerminationCode.CLIENT_RESET);
        web.moved(1_536, 3_650_722_202L);
    }

    private void countDns() {
        dns.accepted();
        dns.tryOpen(0);
        dns.datagrams(7, 6);
        dns.moved(420, 960);
        dns.dropped(Drop.NO_BACKEND);
    }

    private void countBackends() {
        for (int i = 0; i < 3; i++) {
            first.stats().tryOpen(0);
            first.stats().connected(120_000L * (i + 1));
        }
        first.stats().moved(1_024, 3_650_722_202L);
        second.stats().tryOpen(0);
        second.stats().connected(7_000_000_000L);
        second.stats().close();
        second.stats().connectFailed(ConnectFailure.REFUSED);
        second.stats().connectFailed(ConnectFailure.TIMEOUT);
        second.stats().moved(512, 0);
        resolver.stats().tryOpen(0);
        resolver.stats().associated();
        resolver.stats().moved(420, 960);
    }

    /** A pool whose name and backends the caller chose comes last. */
    public void add(Pool pool) {
        pools.add(pool);
    }

    /** Gives the pool a check, with this known of its backends. */
    public void add(String pool, HealthRecords records) {
        health.put(pool, records);
    }

    public Backend firstBackend() {
        return first;
    }

    public static Pool pool(String name, Member... members) {
        ConnectPolicy connect = new ConnectPolicy(5_000_000_000L, 3);
        return new Pool(
                name, new PoolSnapshot(List.of(members), new RoundRobin(), connect, null, new SplittableRandom(1)));
    }

    /** A pool without backends that has a queue and remembers clients. */
    public static Pool pool(String name, QueueRules queue) {
        AffinityRules rules = new AffinityRules(32, 64, Duration.ofMinutes(5), 100, Drained.MOVE);
        return new Pool(name, pool(name).snapshot(), queue, new Affinity(rules, System::nanoTime));
    }

    public static Member member(
            Backend backend, int weight, int maxSessions, BackendState state, BackendClass backendClass) {
        return new Member(backend, weight, maxSessions, state, backendClass);
    }

    private static Endpoint inet(String host, int port) {
        return new Endpoint.Inet(new InetSocketAddress(host, port));
    }

    @Override
    public List<Listener> listeners() {
        InetSocketAddress any = new InetSocketAddress("0.0.0.0", 80);
        InetSocketAddress any6 = new InetSocketAddress("::", 80);
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
        return List.of(
                new Listener("web", Protocol.TCP, List.of(any, any6), "web", 20_000, web),
                new Listener("dns", Protocol.UDP, List.of(local), "dns", 0, dns));
    }

    @Override
    public List<Pool> pools() {
        return List.copyOf(pools);
    }

    @Override
    public @Nullable HealthRecords health(String pool) {
        return health.get(pool);
    }

    @Override
    public boolean isHealthFrozen() {
        return false;
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public Duration uptime() {
        return Duration.ofMillis(93_784_500);
    }

    @Override
    public ConfigVersion config() {
        return new ConfigVersion(3, "5f2a0c", Map.of("applied", 2L, "refused", 1L));
    }

    @Override
    public Places places() {
        return places;
    }

    @Override
    public List<LoopLag> lags() {
        return lags;
    }

    @Override
    public long sessionLogLost() {
        return 4;
    }
}
