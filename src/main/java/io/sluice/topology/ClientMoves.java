package io.sluice.topology;

import io.sluice.balance.Candidates;
import io.sluice.balance.Maglev;
import io.sluice.balance.Picker;
import io.sluice.balance.Rendezvous;
import io.sluice.balance.Ring;
import io.sluice.balance.Scheduler;
import io.sluice.balance.SourceHash;
import io.sluice.model.BackendSpec;
import io.sluice.model.Endpoint;
import io.sluice.model.Flow;
import io.sluice.model.Health;
import io.sluice.model.Protocol;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.Narrowing;
import io.sluice.pool.PickRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * How many clients would find another backend: what the new pool picks for synthetic clients, compared with what the old one
 * picks. Both are taken as healthy and idle. Pure; takes as long as building both pickers, for {@code maglev} some milliseconds.
 */
public final class ClientMoves {

    /** The share is off by a percent at most, in 95 of 100 cases. */
    static final int CLIENTS = 10_000;

    private static final long SEED = 20_261_121;
    private static final int FIRST_FREE_PORT = 1_024;

    private ClientMoves() {}

    /** True when clients keep their backend under this scheduler as long as nothing changes. */
    public static boolean isConsistent(Scheduler scheduler) {
        return scheduler instanceof Maglev
                || scheduler instanceof Ring
                || scheduler instanceof Rendezvous
                || scheduler instanceof SourceHash;
    }

    /** From 0 to 1: the share of clients that would move; negative when one of the two schedulers is not consistent. */
    public static double share(PoolSpec running, PoolSpec next) {
        if (!isConsistent(running.scheduler()) || !isConsistent(next.scheduler())) {
            return -1;
        }
        IntFunction<Flow> flows = flows();
        Imagined before = new Imagined(running);
        Imagined after = new Imagined(next);
        int moved = 0;
        for (int i = 0; i < CLIENTS; i++) {
            Flow flow = flows.apply(i);
            moved += before.pick(flow).equals(after.pick(flow)) ? 0 : 1;
        }
        return (double) moved / CLIENTS;
    }

    private static IntFunction<Flow> flows() {
        SplittableRandom random = new SplittableRandom(SEED);
        return index -> new Flow(Protocol.TCP, address(random), address(random));
    }

    private static InetSocketAddress address(SplittableRandom random) {
        int bits = random.nextInt();
        byte[] bytes = {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), random.nextInt(FIRST_FREE_PORT, 65_536));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 bytes are an address
        }
    }

    /** A pool as its specification has it, without health, sessions or a memory. */
    private static final class Imagined implements Candidates {

        private final Narrowing narrowing;
        private final List<Member> members;
        private final Picker picker;
        private final SplittableRandom random = new SplittableRandom(SEED);

        Imagined(PoolSpec spec) {
            this.members = spec.backends().stream()
                    .map(backend -> member(spec, backend))
                    .toList();
            this.narrowing = Narrowing.of(members, PickRules.DEFAULT);
            this.picker = spec.scheduler().over(this, random);
        }

        private static Member member(PoolSpec pool, BackendSpec backend) {
            Backend made = new Backend(pool.name(), backend.name(), backend.endpoint());
            return Member.of(made, backend, Health.UNCHECKED);
        }

        /** The backend's address, empty for nobody: a name that gets another address is another backend for its clients. */
        String pick(Flow flow) {
            int index = picker.pick(flow, any -> true, random);
            if (index == Picker.NONE) {
                return "";
            }
            Endpoint endpoint = members.get(index).backend().endpoint();
            return endpoint.text();
        }

        @Override
        public int size() {
            return members.size();
        }

        @Override
        public boolean isCandidate(int index) {
            return narrowing.isCandidate(index);
        }

        @Override
        public int weight(int index) {
            return members.get(index).weight();
        }

        @Override
        public int sessions(int index) {
            return 0;
        }

        @Override
        public String name(int index) {
            return members.get(index).backend().name();
        }
    }
}
