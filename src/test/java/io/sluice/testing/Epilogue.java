package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.control.Inventory;
import io.sluice.model.TerminationCode;
import io.sluice.net.LoopLag;
import io.sluice.pool.Backend;
import io.sluice.stats.ListenerStats;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What must be true after every test: nothing is open that was not before, every session has ended once, and nobody complained.
 * A buffer that was never released shows in the allocator's own count once the workers' threads, and with them their caches, are
 * gone; unlike the leak detector this needs no garbage collection and misses nothing.
 */
public final class Epilogue {

    /**
     * The goal is 50 ms on a machine that does nothing else. Two cores that also run the test, its clients and other builds cannot
     * promise it: up to half a second was seen. What blocks a loop, or keeps it from its events, shows above a second.
     */
    private static final long MOST_LAG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final List<String> OUR_THREADS = List.of("sluice-", "test-");

    private static final AtomicBoolean WARM = new AtomicBoolean();

    private final StandardError standardError = StandardError.listen();
    private final Map<String, String> descriptors = Descriptors.ours();
    private final long buffers = buffers();

    private Epilogue() {}

    static Epilogue begin() {
        if (WARM.compareAndSet(false, true)) {
            Eventually.calling(Epilogue::warmUp);
        }
        return new Epilogue();
    }

    /** The first daemon of a process opens files that stay open: libraries, entropy, the runtime's own sockets. */
    private static boolean warmUp() throws IOException {
        try (ScriptedBackend backend = ScriptedBackend.on("127.0.0.1", Script.echo());
                Sluice sluice = Sluice.start(Sluice.before(backend));
                Peer client = Peer.connect(sluice.address())) {
            client.send("warm");
            client.finish();
            return client.readAll().length == 4;
        }
    }

    /** With the clients gone and the daemon still running: every session ends by itself. */
    static void checkAtRest(Sluice sluice) {
        for (Inventory.Listener listener : sluice.inventory().listeners()) {
            Eventually.equal("active sessions of " + listener.name(), 0, () -> listener.stats()
                    .active());
        }
        for (Backend backend : sluice.backends()) {
            Eventually.equal(
                    "active sessions of " + backend, 0, () -> backend.stats().active());
        }
    }

    /** With the daemon stopped: the books balance. */
    static void checkClosed(Sluice sluice) {
        long accepted = 0;
        for (Inventory.Listener listener : sluice.inventory().listeners()) {
            ListenerStats stats = listener.stats();
            assertThat(stats.active()).as("active").isZero();
            assertThat(stats.ended().sum()).as("ended").isEqualTo(stats.acceptedTotal());
            assertThat(stats.ended().count(TerminationCode.INTERNAL))
                    .as("internal errors")
                    .isZero();
            accepted += stats.acceptedTotal();
        }
        List<String> names = sluice.inventory().listeners().stream()
                .map(Inventory.Listener::name)
                .toList();
        assertThat(sluice.records())
                .as("records, but for those of listeners that a reload has removed")
                .filteredOn(record -> names.contains(record.listener()))
                .hasSize((int) accepted);
        assertThat(sluice.exits()).as("exits").isEmpty();
        assertThat(sluice.lags()).extracting(LoopLag::worstNanos).allMatch(lag -> lag < MOST_LAG_NANOS, "loop lag");
    }

    /** With everything closed: the process is as it was. */
    void check(boolean complaintsExpected) {
        Eventually.isTrue("threads end: " + ourThreads(), () -> ourThreads().isEmpty());
        Eventually.equal("descriptors that were not open before", "", this::opened);
        Eventually.equal("buffers not released", buffers, Epilogue::buffers);
        String said = standardError.stop();
        assertThat(said).doesNotContain("LEAK:");
        if (!complaintsExpected) {
            assertThat(said).doesNotContain("internal error", "Exception");
        }
    }

    /** Those that are open now beyond as many as there were, with what they stand for; empty when there are none. */
    private String opened() {
        Map<String, String> now = Descriptors.ours();
        if (now.size() <= descriptors.size()) {
            return "";
        }
        now.entrySet().removeAll(descriptors.entrySet());
        return Descriptors.explained(now).toString();
    }

    /** Open file descriptors of this process, but for those of the platform. */
    public static int descriptors() {
        return Descriptors.ours().size();
    }

    /** Buffers that are handed out now. */
    public static long buffers() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> OUR_THREADS.stream().anyMatch(name::startsWith))
                .toList();
    }
}
