package io.sluice.balance;

import io.sluice.model.Flow;
import io.sluice.model.Options;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code lblcr}: as {@link Locality}, but an address has a set of members, of which the one with the fewest sessions per weight
 * serves it, as Linux {@code ip_vs_lblcr.c}. When that one is crowded, the member that {@code wlc} would take joins the set; when
 * nothing has changed for the expiration, the most loaded leaves it, but never the one that serves (with equal loads IPVS sends the
 * session to a server and removes that very server). For caches where some content is asked for more than one member can serve.
 *
 * @param key which address
 * @param expirationNanos an address that nobody asked for so long is forgotten, and a set that did not grow for so long shrinks
 */
public record LocalitySets(HashKey key, long expirationNanos) implements Scheduler {

    static LocalitySets from(Options options) {
        return new LocalitySets(Locality.key(options), Locality.expirationNanos(options));
    }

    @Override
    public String name() {
        return "lblcr";
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
                int home = members.least(entry.homes().names(), admission);
                shrink(entry, home, now);
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

        private void shrink(LocalityTable.Entry entry, int home, long now) {
            Homes homes = entry.homes();
            if (homes.names().size() == 1 || now - homes.changedNanos() <= table.expirationNanos()) {
                return;
            }
            int leaving = members.most(homes.names(), home);
            if (leaving != NONE) {
                entry.change(homes, homes.without(members.name(leaving), now));
            }
        }

        private void remember(long hash, LocalityTable.@Nullable Entry entry, String name, long now) {
            if (entry == null) {
                table.put(hash, Homes.of(name, now), now);
                return;
            }
            Homes homes = entry.homes();
            if (!homes.names().contains(name)) {
                entry.change(homes, homes.with(name, members::has, now));
            }
        }
    }
}
