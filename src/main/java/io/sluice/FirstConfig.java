package io.sluice;

import io.sluice.topology.Topology;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration to start with: of the operator's file, or where that cannot be used, the last good one. Immutable.
 *
 * @param hash of its text
 */
record FirstConfig(Topology topology, String hash, ConfigSource source) {

    /**
     * Reads, and prints everything there is to say about what was read. Blocks for a few seconds at most.
     *
     * @param lastGood where each configuration that comes into force is kept; null when none is
     * @return null, once that is printed too, when nothing can be started
     */
    static @Nullable FirstConfig read(Path file, @Nullable Path lastGood, PrintWriter err) {
        ConfigReport own = ConfigReport.of(file);
        own.print(err);
        if (own.topology() != null) {
            String toKeep = lastGood == null ? null : own.text();
            return new FirstConfig(own.topology(), own.hash(), new ConfigSource(file, own.hash(), lastGood, toKeep));
        }
        if (lastGood == null) {
            err.println("sluice: " + file + " is not valid, nothing was started");
            return null;
        }
        ConfigReport kept = ConfigReport.of(lastGood);
        kept.print(err);
        if (kept.topology() == null) {
            err.println("sluice: neither " + file + " nor " + lastGood + " is valid, nothing was started");
            return null;
        }
        return new FirstConfig(kept.topology(), kept.hash(), new ConfigSource(file, own.hash(), lastGood, null));
    }
}
