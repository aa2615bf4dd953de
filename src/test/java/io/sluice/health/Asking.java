package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.testing.GivenOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A loop that probes are asked on, one after the other, from the test's thread. */
final class Asking implements AutoCloseable {

    /** Long enough for a slow machine where an answer is certain. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** For what never answers. */
    static final Duration SHORT = Duration.ofMillis(300);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    static Probe probe(String type, Map<String, ?> options) {
        GivenOptions given = GivenOptions.of(options);
        Probe probe = Objects.requireNonNull(Probes.create(type, given));
        assertThat(given.rejected()).isEmpty();
        return probe;
    }

    /** The keys that the probe of this type would not take. */
    static Iterable<String> rejected(String type, Map<String, ?> options) {
        GivenOptions given = GivenOptions.of(options);
        Objects.requireNonNull(Probes.create(type, given));
        return given.rejected();
    }

    static Endpoint at(int port) {
        return new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    EventLoop loop() {
        return group.next();
    }

    ProbeResult ask(Probe probe, Endpoint target) {
        return ask(probe, target, PATIENCE);
    }

    ProbeResult ask(Probe probe, Endpoint target, Duration timeout) {
        CompletableFuture<ProbeResult> verdict = begin(probe, target, timeout);
        return verdict.orTimeout(60, TimeUnit.SECONDS).join();
    }

    CompletableFuture<ProbeResult> begin(Probe probe, Endpoint target, Duration timeout) {
        CompletableFuture<ProbeResult> verdict = new CompletableFuture<>();
        loop().execute(() -> Attempt.begin(probe, target, ProbePath.DIRECT, timeout, loop(), result -> {
            assertThat(verdict.complete(result)).as("only one verdict").isTrue();
        }));
        return verdict;
    }

    /** Asks with too little time for an answer. */
    void assertTimesOut(Probe probe, Endpoint target) {
        assertThat(ask(probe, target, SHORT).reason()).isEqualTo(ProbeReason.TIMEOUT);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
