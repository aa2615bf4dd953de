package io.sluice.balance;

import io.sluice.model.Flow;
import io.sluice.model.Options;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * {@code ip-hash}: a client keeps its member, by a hash of its address (unless told otherwise, all of IPv4, the /64 prefix of IPv6,
 * never the port), modulo the weights, as HAProxy's map-based {@code source} and IPVS's {@code sh} with fallback. {@code dh} is the
 * same over the address that the client used, as IPVS's {@code dh}, but with weights.
 *
 * <p>The hash runs over all configured members with a positive weight, candidates or not. A member that is drained, failed or full
 * therefore moves only its own clients, spread over the others in proportion to their weights, and gets them back afterwards: a
 * client whose member cannot take it is hashed again with the next seed, at most {@value #TRIES} times, then goes to the first that
 * can, from a position given by its hash. Adding or removing a member, or changing a weight (to 0 also), changes the modulus and
 * moves most clients: (n - 1) / n of them for n equal members. Consistent schedulers move only what they must.
 *
 * <p>Everyone behind one address translator is one client. Build O(n), pick O(1) per try; the JDK copies the address once.
 *
 * @param key what is hashed
 * @param seed the same on all replicas, and a secret: who knows it can aim at one member
 */
public record SourceHash(HashKey key, long seed) implements Scheduler {

    private static final int TRIES = 32;

    /** Of the client's address, without a secret. */
    SourceHash() {
        this(HashKey.SOURCE, 0);
    }

    static SourceHash from(Options options) {
        return new SourceHash(HashKey.from(options), seed(options));
    }

    static SourceHash ofDestination(Options options) {
        return new SourceHash(HashKey.masked(HashKey.DESTINATION, options), seed(options));
    }

    private static long seed(Options options) {
        return options.number("seed", 0, 0, Long.MAX_VALUE);
    }

    @Override
    public String name() {
        return key.part() == HashKey.Part.DESTINATION ? "dh" : "ip-hash";
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
        Shares shares = new Shares(
                IntStream.range(0, candidates.size()).map(candidates::weight).toArray());
        return (flow, admission, draws) -> pick(flow, candidates, shares, eligible, admission);
    }

    private int pick(Flow flow, Candidates candidates, Shares shares, Eligible eligible, Admission admission) {
        byte[] client = key.bytes(flow);
        int length = key.length(client);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            long point = Long.remainderUnsigned(FlowHash.h64(client, length, seed + attempt), shares.length());
            int index = shares.at(point);
            if (candidates.isEligible(index) && admission.admits(index)) {
                return index;
            }
        }
        long hash = FlowHash.h64(client, length, seed + TRIES);
        return eligible.firstAdmitted((int) Long.remainderUnsigned(hash, eligible.size()), admission);
    }
}
