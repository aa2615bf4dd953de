package io.sluice.balance;

import io.sluice.model.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The registry of schedulers: every name and alias of the contract, and how its options are read. Immutable. */
public final class Schedulers {

    /** The scheduler of a pool that names none. */
    public static final String DEFAULT_NAME = "wlc";

    private static final List<Entry> ENTRIES = List.of(
            entry(options -> new RoundRobin(), "rr", "roundrobin"),
            entry(options -> new InterleavedWeighted(), "wrr"),
            entry(options -> new SmoothWeighted(), "swrr"),
            entry(options -> new StaticRoundRobin(), "static-rr"),
            entry(options -> new WeightedLeastSessions(), "wlc", "leastconn"),
            entry(options -> new LeastSessions(), "lc"),
            entry(options -> new ShortestDelay(), "sed"),
            entry(options -> new NeverQueue(), "nq"),
            entry(options -> new PowerOfTwo(), "p2c", "twos"),
            entry(PeakPowerOfTwo::from, "p2c-ewma"),
            entry(LeastTime::from, "least-time"),
            entry(options -> new RandomDraw(), "random"),
            entry(options -> new FirstFit(), "first"),
            entry(options -> new Failover(), "failover", "fo"),
            entry(options -> new Overflow(), "overflow", "ovf"),
            entry(options -> new Sticky(), "sticky"),
            entry(SourceHash::from, "ip-hash", "sh", "source"),
            entry(SourceHash::ofDestination, "dh"),
            entry(Maglev::from, "maglev", "mh", "consistenthash"),
            entry(Ring::from, "ring"),
            entry(Rendezvous::from, "hrw"),
            entry(Locality::from, "lblc"),
            entry(LocalitySets::from, "lblcr"));

    private Schedulers() {}

    /** The scheduler of this name or alias with its options, or null when there is none of that name. */
    public static @Nullable Scheduler create(String name, Options options) {
        for (Entry entry : ENTRIES) {
            if (entry.names.contains(name)) {
                return entry.from.apply(options);
            }
        }
        return null;
    }

    /** All names, each followed by its aliases. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        ENTRIES.forEach(entry -> names.addAll(entry.names));
        return List.copyOf(names);
    }

    private static Entry entry(Function<Options, Scheduler> from, String... names) {
        return new Entry(List.of(names), from);
    }

    private record Entry(List<String> names, Function<Options, Scheduler> from) {}
}
