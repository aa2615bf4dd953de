package io.sluice.balance;

import io.sluice.model.Flow;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * {@code ip-hash}: a client keeps its member, by a hash of its address (IPv4: all of it; IPv6: the /64 prefix; never the port),
 * modulo the weights, as HAProxy's map-based {@code source} and IPVS's {@code sh} with fallback.
 *
 * <p>The hash runs over all configured members with a positive weight, candidates or not. A member that is drained, failed or full
 * therefore moves only its own clients, spread over the others in proportion to their weights, and gets them back afterwards: a
 * client whose member cannot take it is hashed again with the next seed, at most {@value #TRIES} times, then goes to the first that
 * can, from a position given by its hash. Adding or removing a member, or changing a weight (to 0 also), changes the modulus and
 * moves most clients: (n - 1) / n of them for n equal members. Consistent schedulers move only what they must.
 *
 * <p>Everyone behind one address translator is one client. Build O(n), pick O(log n) per try; the JDK copies the address once.
 */
public record SourceHash() implements Scheduler {

    private static final int TRIES = 32;

    @Override
    public String name() {
        return "ip-hash";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.of(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        Shares shares = new Shares(
                IntStream.range(0, candidates.size()).map(candidates::weight).toArray());
        return (flow, admission, draws) -> pick(flow, candidates, shares, eligible, admission);
    }

    private static int pick(Flow flow, Candidates candidates, Shares shares, Eligible eligible, Admission admission) {
        byte[] client = FlowHash.client(flow.source());
        int length = FlowHash.clientLength(client);
        for (int seed = 0; seed < TRIES; seed++) {
            long point = Long.remainderUnsigned(FlowHash.h64(client, length, seed), shares.length());
            int index = shares.at(point);
            if (candidates.isEligible(index) && admission.admits(index)) {
                return index;
            }
        }
        long hash = FlowHash.h64(client, length, TRIES);
        return eligible.firstAdmitted((int) Long.remainderUnsigned(hash, eligible.size()), admission);
    }
}
