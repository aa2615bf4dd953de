package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.testing.Eventually;
import io.sluice.testing.GivenOptions;
import io.sluice.testing.ScriptedBackend;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks backends of a test one question after the other, on a loop of its own. When it is closed, every channel of every probe must
 * have closed by itself.
 */
final class Asker implements Closeable {

    /** Long enough for any answer that is to come. */
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final CountingLoop loop = new CountingLoop();
    private ProbePath path = ProbePath.DIRECT;
    private Duration timeout = PATIENT;

    /** The probe of these options, which must all be good. */
    static Probe probe(String type, Map<String, ?> given) {
        GivenOptions options = GivenOptions.of(given);
        Probe probe = Objects.requireNonNull(Probes.create(type, options), type);
        assertThat(options.rejected()).isEmpty();
        return probe;
    }

    /** The keys that the probe will not take as they are. */
    static List<String> rejected(String type, Map<String, ?> given) {
        GivenOptions options = GivenOptions.of(given);
        Probe probe = Probes.create(type, options);
        assertThat(probe).isNotNull();
        return options.rejected();
    }

    Asker over(ProbePath way) {
        path = way;
        return this;
    }

    Asker within(Duration limit) {
        timeout = limit;
        return this;
    }

    ProbeResult ask(Probe probe, ScriptedBackend backend) {
        return ask(probe, at(backend.port()));
    }

    /** On 127.0.0.1. */
    static Endpoint at(int port) {
        return new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** The verdict, which comes once and is not followed by another. */
    ProbeResult ask(Probe probe, Endpoint target) {
        CompletableFuture<ProbeResult> first = new CompletableFuture<>();
        List<ProbeResult> all = new ArrayList<>();
        loop.execute(() -> Attempt.begin(probe, target, path, timeout, loop, result -> {
            all.add(result);
            first.complete(result);
        }));
        ProbeResult result = first.orTimeout(30, TimeUnit.SECONDS).join();
        awaitNoChannels();
        assertThat(all).hasSize(1);
        return result;
    }

    private void awaitNoChannels() {
        Eventually.isTrue(
                "channels close",
                () -> loop.submit(loop::channels).syncUninterruptibly().getNow() == 0);
    }

    static void assertVerdict(ProbeResult result, ProbeReason reason, String detail) {
        assertThat(result.reason()).as(result.toString()).isEqualTo(reason);
        assertThat(result.detail()).contains(detail);
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class CountingLoop extends SingleThreadIoEventLoop {

        CountingLoop() {
            super(null, new DefaultThreadFactory("test-probes"), EpollIoHandler.newFactory());
        }

        int channels() {
            return getNumOfRegisteredChannels();
        }
    }
}
