package io.sluice.control;

import io.sluice.health.Monitor;
import io.sluice.model.Protocol;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many sessions the process can hold with the file descriptors it may open.
 *
 * @param descriptors the limit of the process
 * @param reserved for listening sockets, the admin plane, logs and the runtime itself
 */
public record DescriptorBudget(long descriptors, long reserved) {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";
    private static final long FOR_THE_RUNTIME = 64;
    private static final long FOR_THE_ADMIN_PLANE = 96;
    private static final long PER_WORKER = 8;
    private static final long PER_SESSION = 2;

    /** A UDP wildcard answers from each local address that clients use by a socket of its own. */
    private static final long PER_UDP_WILDCARD = 256;

    /** The budget of this process for a configuration. */
    public static DescriptorBudget of(Topology topology, int workers) {
        return of(descriptorLimit(), topology, workers);
    }

    static DescriptorBudget of(long descriptors, Topology topology, int workers) {
        long addresses = 0;
        long replies = 0;
        for (ListenerSpec listener : topology.listeners()) {
            addresses += listener.addresses().size();
            replies += listener.protocol() == Protocol.UDP ? wildcards(listener) * PER_UDP_WILDCARD : 0;
        }
        long reserved =
                FOR_THE_RUNTIME + FOR_THE_ADMIN_PLANE + probes(topology) + workers * (PER_WORKER + addresses) + replies;
        return new DescriptorBudget(descriptors, reserved);
    }

    private static long probes(Topology topology) {
        long checks =
                topology.pools().stream().filter(pool -> pool.check() != null).count();
        return checks == 0 ? 0 : Monitor.MOST_AT_ONCE + checks; // each may ask its reference too
    }

    private static long wildcards(ListenerSpec listener) {
        return listener.addresses().stream()
                .filter(address -> address.getAddress().isAnyLocalAddress())
                .count();
    }

    /** Sessions that fit: each needs a descriptor for either side. */
    public int sessions() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (descriptors - reserved) / PER_SESSION));
    }

    private static long descriptorLimit() {
        try {
            for (String line : Files.readAllLines(LIMITS)) {
                if (line.startsWith(LINE)) {
                    String soft = line.substring(LINE.length()).strip().replaceFirst("\\s.*", "");
                    return soft.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(soft);
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new IllegalStateException("cannot read " + LIMITS, e); // Linux always has it
        }
        throw new IllegalStateException(LIMITS + " has no line '" + LINE + "'");
    }
}
