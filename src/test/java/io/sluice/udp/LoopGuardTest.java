package io.sluice.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.net.LocalAddresses;
import io.sluice.pool.Backend;
import io.sluice.pool.ConnectPolicy;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopGuardTest {

    private final OwnAddresses own = new OwnAddresses();
    private final Pool fallback = new Pool("fallback", snapshot(null, "192.0.2.9"));
    private final Pool pool = new Pool("pool", snapshot(fallback, "192.0.2.1", "2001:db8::1"));
    private final LoopGuard guard = new LoopGuard(own);

    @Test
    void refusesSourcePortZero() throws Exception {
        assertThat(guard.isLoop(address("198.51.100.1", 0), pool)).isTrue();
        assertThat(guard.isLoop(address("198.51.100.1", 1), pool)).isFalse();
    }

    @Test
    void refusesBackendsOfThePoolAndItsFallback() throws Exception {
        assertThat(guard.isLoop(address("192.0.2.1", 53), pool)).isTrue();
        assertThat(guard.isLoop(address("2001:db8::1", 53), pool)).isTrue();
        assertThat(guard.isLoop(address("192.0.2.9", 53), pool)).isTrue();
        assertThat(guard.isLoop(address("192.0.2.1", 54), pool)).isFalse();
    }

    @Test
    void followsChangesOfThePools() throws Exception {
        assertThat(guard.isLoop(address("192.0.2.7", 53), pool)).isFalse();

        fallback.publish(snapshot(null, "192.0.2.7"));

        assertThat(guard.isLoop(address("192.0.2.7", 53), pool)).isTrue();
        assertThat(guard.isLoop(address("192.0.2.9", 53), pool)).isFalse();
    }

    @Test
    void refusesOurOwnListeners() throws Exception {
        List<InetSocketAddress> bound = List.of(address("0.0.0.0", 53), address("203.0.113.5", 5353));
        LocalAddresses local = new LocalAddresses(Set.of(InetAddress.getByName("203.0.113.5")));
        own.add(bound, local);

        assertThat(guard.isLoop(address("127.0.0.9", 53), pool)).isTrue();
        assertThat(guard.isLoop(address("203.0.113.5", 53), pool)).isTrue();
        assertThat(guard.isLoop(address("203.0.113.5", 5353), pool)).isTrue();
        assertThat(guard.isLoop(address("203.0.113.6", 53), pool))
                .as("a resolver elsewhere")
                .isFalse();
        assertThat(guard.isLoop(address("::1", 53), pool))
                .as("the other family")
                .isFalse();
        assertThat(guard.isLoop(address("127.0.0.1", 5353), pool)).isFalse();

        own.remove(bound);

        assertThat(guard.isLoop(address("127.0.0.9", 53), pool)).isFalse();
    }

    private static InetSocketAddress address(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private static PoolSnapshot snapshot(@Nullable Pool fallback, String... hosts) {
        List<Member> members = java.util.Arrays.stream(hosts)
                .map(host -> new Member(
                        new Backend("pool", host, new Endpoint.Inet(new InetSocketAddress(host, 53))),
                        1,
                        0,
                        BackendState.ENABLED,
                        BackendClass.ALIVE))
                .toList();
        return new PoolSnapshot(members, new RoundRobin(), new ConnectPolicy(1, 1), fallback, new SplittableRandom(1));
    }
}
