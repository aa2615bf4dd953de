package io.sluice.balance;

import io.sluice.model.Flow;
import io.sluice.model.Options;
import java.util.random.RandomGenerator;

/**
 * {@code ring}: consistent hashing on the ring of nginx and memcached clients, see {@link KetamaRing}: with the default key, IPv4 clients
 * meet the backend that nginx's {@code hash $remote_addr consistent} gives them. A member that is added, removed, drained, failed or
 * full moves exactly the clients it wins or loses; shares are even to about 20 %, where {@link Maglev} has 1 %.
 *
 * <p>From the client's point the ring is walked to the first member that can take the session, at most {@value #STEPS} points; then
 * the next member that can is taken. {@code bounded} treats a member above its share as full, see {@link BoundedLoad}. There is no
 * seed: the points are nginx's. A pick is O(log points), with {@code bounded} O(n); the JDK copies the address once.
 *
 * @param key what is hashed
 * @param bounded in percent of the mean, 100 or more; 0 = no bound
 */
public record Ring(HashKey key, int bounded) implements Scheduler {

    private static final int STEPS = 256;

    static Ring from(Options options) {
        return new Ring(HashKey.from(options), (int) options.number("bounded", 0, 100, Maglev.MOST_BOUNDED));
    }

    @Override
    public String name() {
        return "ring";
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
        KetamaRing ring = KetamaRing.of(candidates);
        BoundedLoad load = new BoundedLoad(candidates, eligible, bounded);
        return (flow, admission, draws) -> pick(flow, ring, load, eligible.size(), admission);
    }

    private int pick(Flow flow, KetamaRing ring, BoundedLoad load, int members, Admission admission) {
        byte[] client = key.bytes(flow);
        // Beyond the mask an address is zero: the whole of it is the text that nginx would hash.
        int point = ring.at(KetamaRing.place(client));
        long places = load.places();
        for (int step = 0; step < STEPS; step++) {
            int index = ring.owner((point + step) % ring.size());
            if (load.hasRoom(index, places) && admission.admits(index)) {
                return index;
            }
        }
        return load.firstAdmitted(point % members, admission, places);
    }
}
