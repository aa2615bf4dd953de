package io.sluice.control;

import io.sluice.topology.Topology;

/**
 * What comes back unless the configuration after it is confirmed. Immutable.
 *
 * @param file the configuration
 * @param running the same with what operators had changed at run time
 * @param hash of the file
 * @param endNanos when the time to confirm is over
 */
record Trial(Topology file, Topology running, String hash, long endNanos) {

    /** The same until another moment. */
    Trial until(long nanos) {
        return new Trial(file, running, hash, nanos);
    }
}
