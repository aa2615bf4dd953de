package io.sluice.balance;

import io.sluice.model.Flow;
import io.sluice.model.Options;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code lblc}: an address keeps the member that first served it, so that each member caches its part of the whole, as Linux
 * {@code ip_vs_lblc.c}. A new address goes to the member that {@code wlc} would take. So does one whose member cannot take the
 * session, or holds more sessions than its weight while another holds less than half of its own; it stays there then. So weights
 * must be what members hold, not just proportions.
 *
 * <p>Corrected: IPVS sends the sessions of a known address to its server even if that is at its limit. What it remembers, for
 * 16384 addresses: {@link LocalityTable}; it survives changes of the pool. Build O(n), pick O(1) for a known address, else O(n).
 *
 * @param key which address
 * @param expirationNanos an address that nobody asked for so long is forgotten
 */
public record Locality(HashKey key, long expirationNanos) implements Scheduler {

    private static final Duration EXPIRATION = Duration.ofHours(24);
    private static final Duration LEAST_EXPIRATION = Duration.ofSeconds(10);
    private static final Duration MOST_EXPIRATION = Duration.ofDays(365);

    static Locality from(Options options) {
        return new Locality(key(options), expirationNanos(options));
    }

    static HashKey key(Options options) {
        boolean isSource = options.oneOf("key", "destination", List.of("source", "destination"))
                .equals("source");
        return HashKey.masked(isSource ? HashKey.SOURCE : HashKey.DESTINATION, options);
    }

    static long expirationNanos(Options options) {
        return options.duration("expiration", EXPIRATION, LEAST_EXPIRATION, MOST_EXPIRATION)
                .toNanos();
    }

    @Override
    public String name() {
        return "lblc";
    }

    @Override
    public boolean needsDestination() {
        return key.isDestination();
    }

    @Override
    public boolean returnsClients() {
        return true;
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        return picker(new LocalityTable(random.nextLong(), expirationNanos), candidates, random);
    }

    @Override
    public Picker after(Picker previous, Candidates candidates, RandomGenerator random) {
        return picker(((Keeper) previous).table, candidates, random);
    }

    private Picker picker(LocalityTable table, Candidates candidates, RandomGenerator random) {
        Picker least = new WeightedLeastSessions().over(candidates, random);
        return new Keeper(key, candidates, new LocalityMembers(candidates), least, table);
    }

    private record Keeper(
            HashKey key, Candidates candidates, LocalityMembers members, Picker least, LocalityTable table)
            implements Picker {

        @Override
        public int pick(Flow flow, Admission admission, RandomGenerator random) {
            byte[] address = key.bytes(flow);
            long hash = table.key(address, key.length(address));
            long now = candidates.nowNanos();
            LocalityTable.Entry entry = table.find(hash, now);
            if (entry != null) {
                entry.used(now);
                int home = members.admitted(entry.homes().names().get(0), admission);
                if (home != NONE && !members.isCrowded(home, admission)) {
                    return home;
                }
            }
            int picked = least.pick(flow, admission, random);
            if (picked != NONE) {
                remember(hash, entry, members.name(picked), now);
            }
            return picked;
        }

        private void remember(long hash, LocalityTable.@Nullable Entry entry, String name, long now) {
            if (entry == null) {
                table.put(hash, Homes.of(name, now), now);
                return;
            }
            Homes homes = entry.homes();
            if (!homes.names().get(0).equals(name)) {
                entry.change(homes, Homes.of(name, now));
            }
        }
    }
}
