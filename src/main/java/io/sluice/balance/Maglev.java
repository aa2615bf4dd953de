package io.sluice.balance;

import io.sluice.model.Flow;
import io.sluice.model.Options;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code maglev}: consistent hashing by table lookup, see {@link MaglevTable}: a client keeps its member over restarts and on all
 * replicas, and when a member is added or removed hardly any other client moves (about 1 % at worst, with the default table).
 *
 * <p>The table is computed over all configured members with a positive weight, so one that is drained, failed or full moves only its
 * own clients, and gets them back. Such a client is hashed again with the next seed, at most {@value #REHASHES} times; then it goes
 * to the next slot that can take it, at most {@value #SLOTS} on; then to the next member that can. IPVS ({@code ip_vs_mh.c}) without
 * {@code mh-fallback} refuses it. {@code bounded} treats a member above its share as full, see {@link BoundedLoad}.
 *
 * <p>Build: see {@link MaglevTable}; a pick is O(1), with {@code bounded} O(n); the JDK copies the address once.
 *
 * @param key what is hashed
 * @param tableSize slots of the table, a prime
 * @param bounded in percent of the mean, 100 or more; 0 = no bound
 * @param seed the same on all replicas, and a secret: who knows it can aim at one member
 */
public record Maglev(HashKey key, int tableSize, int bounded, long seed) implements Scheduler {

    private static final int REHASHES = 8;
    private static final int SLOTS = 256;

    /** The primes of IPVS, and the 65537 of the paper. */
    private static final List<String> SIZES =
            List.of("251", "509", "1021", "2039", "4093", "8191", "16381", "32749", "65521", "65537", "131071");

    static final int MOST_BOUNDED = 10_000;

    static Maglev from(Options options) {
        return new Maglev(
                HashKey.from(options),
                Integer.parseInt(options.oneOf("table_size", "65537", SIZES)),
                (int) options.number("bounded", 0, 100, MOST_BOUNDED),
                options.number("seed", 0, 0, Long.MAX_VALUE));
    }

    @Override
    public String name() {
        return "maglev";
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
        Eligible eligible = Eligible.of(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        MaglevTable table = MaglevTable.of(candidates, tableSize, seed);
        BoundedLoad load = new BoundedLoad(candidates, eligible, bounded);
        return (flow, admission, draws) -> pick(flow, table, load, eligible.size(), admission);
    }

    private int pick(Flow flow, MaglevTable table, BoundedLoad load, int members, Admission admission) {
        byte[] client = key.bytes(flow);
        int length = key.length(client);
        long places = load.places();
        int slot = 0;
        for (int rehash = 0; rehash <= REHASHES; rehash++) {
            slot = (int) Long.remainderUnsigned(FlowHash.h64(client, length, seed + rehash), table.size());
            int index = table.owner(slot);
            if (load.hasRoom(index, places) && admission.admits(index)) {
                return index;
            }
        }
        for (int step = 1; step < SLOTS; step++) {
            int index = table.owner((slot + step) % table.size());
            if (load.hasRoom(index, places) && admission.admits(index)) {
                return index;
            }
        }
        return load.firstAdmitted(slot % members, admission, places);
    }
}
