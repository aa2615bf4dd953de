package io.sluice.bench;

import io.sluice.balance.Picker;
import io.sluice.balance.Scheduler;
import io.sluice.balance.Schedulers;
import io.sluice.balance.SplitMix64;
import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pick, by a picker that all threads share as the worker loops do; nobody's sessions change meanwhile. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickBenchmark {

    /** One pool. */
    @State(Scope.Benchmark)
    public static class Pool {

        /** Set by {@link Picks} to every name of the registry. */
        @Param("rr")
        public String scheduler = "";

        @Param({"10", "100", "1000"})
        public int backends;

        private Members members = new Members(0, 0);
        private Picker picker = (flow, admission, random) -> Picker.NONE;

        @Setup
        public void build() {
            Scheduler rule = Objects.requireNonNull(Schedulers.create(scheduler, new Defaults()), scheduler);
            members = new Members(backends, backends);
            picker = rule.over(members, new SplitMix64(1));
        }
    }

    /** One worker loop: its random numbers, as the daemon's, and the clients that come to it. */
    @State(Scope.Thread)
    public static class Loop {

        private static final int CLIENTS = 1024;

        private final RandomGenerator random = new SplittableRandom(1);
        private final Flow[] flows = new Flow[CLIENTS];
        private int next;

        @Setup
        public void invent() throws UnknownHostException {
            InetSocketAddress here = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 1, 0, 1}), 80);
            for (int i = 0; i < CLIENTS; i++) {
                byte[] address = {10, 2, (byte) (i >> 8), (byte) i};
                InetSocketAddress source = new InetSocketAddress(InetAddress.getByAddress(address), 40_000);
                flows[i] = new Flow(Protocol.TCP, source, here);
            }
        }

        private Flow flow() {
            return flows[next++ & (CLIENTS - 1)];
        }
    }

    @Benchmark
    public int pick(Pool pool, Loop loop) {
        return pool.picker.pick(loop.flow(), pool.members, loop.random);
    }
}
