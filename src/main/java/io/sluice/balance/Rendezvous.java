package io.sluice.balance;

import io.sluice.model.Flow;
import io.sluice.model.Options;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * {@code hrw}: highest random weight, or rendezvous hashing (Thaler and Ravishankar, IEEE/ACM ToN 1998; weighted as Schindelhauer and
 * Schomaker, SPAA 2005): the hash of client and member gives every pair a score, and the member of the highest score takes the client.
 * Consistent without a table and without exceptions: a member that is added, removed, drained, failed or full moves exactly the
 * clients it gains or loses, and a weight moves clients only to or from its own member.
 *
 * <p>The score is -weight / ln(u) for a hash u between 0 and 1; of equals the lesser name. Logarithms are StrictMath's, so all
 * replicas agree to the bit. Build O(n log n); a pick is O(n), with a logarithm for the few who may
 * win; the JDK copies the address once.
 *
 * @param key what is hashed
 * @param seed the same on all replicas, and a secret: who knows it can aim at one member
 */
public record Rendezvous(HashKey key, long seed) implements Scheduler {

    /** Less than 1 by more than a score can be rounded. */
    private static final double NEARLY = 1 - 1e-9;

    static Rendezvous from(Options options) {
        return new Rendezvous(HashKey.from(options), options.number("seed", 0, 0, Long.MAX_VALUE));
    }

    @Override
    public String name() {
        return "hrw";
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
        Scores scores = Scores.of(candidates, seed);
        return (flow, admission, draws) -> pick(flow, scores, admission);
    }

    private int pick(Flow flow, Scores scores, Admission admission) {
        byte[] client = key.bytes(flow);
        return scores.highest(FlowHash.h64(client, key.length(client), seed), admission);
    }

    /** The members that may be picked, by name. Immutable. */
    static final class Scores {

        private final int[] indices;
        private final long[] hashes;
        private final double[] weights;

        private Scores(int[] indices, long[] hashes, double[] weights) {
            this.indices = indices;
            this.hashes = hashes;
            this.weights = weights;
        }

        static Scores of(Candidates candidates, long seed) {
            int[] indices = IntStream.range(0, candidates.size())
                    .filter(candidates::isEligible)
                    .boxed()
                    .sorted(Comparator.comparing(candidates::name))
                    .mapToInt(Integer::intValue)
                    .toArray();
            long[] hashes = IntStream.of(indices)
                    .mapToLong(index -> FlowHash.h64(candidates.name(index).getBytes(StandardCharsets.UTF_8), seed))
                    .toArray();
            return new Scores(
                    indices,
                    hashes,
                    IntStream.of(indices).mapToDouble(candidates::weight).toArray());
        }

        /** The index of the admitted member with the highest score for this hash of a client. */
        int highest(long client, Admission admission) {
            int best = Picker.NONE;
            double highest = 0;
            for (int position = 0; position < indices.length; position++) {
                long hash = FlowHash.mix64(hashes[position] ^ client);
                double uniform = ((hash >>> 11) + 0.5) * 0x1p-53;
                // -ln(u) is at least 1 - u: whoever cannot win with that cannot win, and needs no logarithm.
                if (weights[position] < highest * (1 - uniform) * NEARLY) {
                    continue;
                }
                double score = -weights[position] / StrictMath.log(uniform);
                if ((best == Picker.NONE || score > highest) && admission.admits(indices[position])) {
                    best = indices[position];
                    highest = score;
                }
            }
            return best;
        }
    }
}
