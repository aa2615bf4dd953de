package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** One table that several worker loops fill with the same addresses at once. */
class LocalityThreadsTest {

    private static final int THREADS = 4;
    private static final int ADDRESSES = 2_000;

    @Test
    void nobodyRemembersAnAddressTwice() throws Exception {
        LocalityTable table = new LocalityTable(3, Long.MAX_VALUE);
        run(thread -> {
            for (int address = 0; address < ADDRESSES; address++) {
                meet(table, key(table, address), "member " + thread);
            }
        });

        assertThat(table.size()).isEqualTo(ADDRESSES);
        for (int address = 0; address < ADDRESSES; address++) {
            LocalityTable.Entry entry = Objects.requireNonNull(table.find(key(table, address), 0));
            assertThat(entry.homes().names()).hasSizeBetween(1, THREADS).doesNotHaveDuplicates();
        }
    }

    /** A million destinations, each of them new to everyone, on every loop at once. */
    @Test
    void aFloodFillsTheTableAndNoMore() throws Exception {
        LocalityTable table = new LocalityTable(3, Long.MAX_VALUE);
        run(thread -> {
            for (int address = thread; address < 1_000_000; address += THREADS) {
                meet(table, FlowHash.mix64(address), "a");
            }
        });

        assertThat(table.size()).isEqualTo(16_384);
    }

    /** As lblcr does. */
    private static void meet(LocalityTable table, long key, String name) {
        LocalityTable.Entry entry = table.find(key, 0);
        if (entry == null) {
            table.put(key, Homes.of(name, 0), 0);
        } else if (!entry.homes().names().contains(name)) {
            Homes homes = entry.homes();
            entry.change(homes, homes.names().contains(name) ? homes : homes.with(name, member -> true, 0));
        }
    }

    private static long key(LocalityTable table, int address) {
        byte[] bytes = {(byte) (address >> 8), (byte) address};
        return table.key(bytes, bytes.length);
    }

    private static void run(IntConsumer loop) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Callable<Void>> loops = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                loops.add(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    loop.accept(thread);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(loops, 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
