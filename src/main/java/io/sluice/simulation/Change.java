package io.sluice.simulation;

import java.time.Duration;

/** Something that happens to a pool, at a time after the start of the run. Each makes the pool anew, as in the daemon. Immutable. */
public sealed interface Change {

    Duration at();

    /** The name of the backend it happens to. */
    String backend();

    /** The backend fails: its sessions end, and it is no candidate. */
    record Failed(Duration at, String backend) implements Change {}

    /** The backend has recovered, empty. */
    record Recovered(Duration at, String backend) implements Change {}

    /** The backend has another weight; 0 drains it. Its sessions go on. */
    record Weighed(Duration at, String backend, int weight) implements Change {}

    /** A backend is added, after all others. */
    record Added(Duration at, SyntheticBackend added) implements Change {

        @Override
        public String backend() {
            return added.name();
        }
    }

    /** The backend is taken out of the pool. Its sessions go on. */
    record Removed(Duration at, String backend) implements Change {}
}
