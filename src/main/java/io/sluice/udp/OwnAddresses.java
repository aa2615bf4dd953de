package io.sluice.udp;

import io.sluice.net.LocalAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses on which the UDP listeners of this process take datagrams. What comes from one of them is a loop, or was sent in
 * another's name to make one (CVE-2024-2169). Thread-safe: readers see one immutable snapshot.
 */
public final class OwnAddresses {

    private record Known(List<InetSocketAddress> listening, LocalAddresses local) {}

    private volatile Known known = new Known(List.of(), LocalAddresses.none());

    /**
     * Adds a listener's addresses.
     *
     * @param local the machine's addresses now: who a wildcard listener is
     */
    public synchronized void add(List<InetSocketAddress> bound, LocalAddresses local) {
        List<InetSocketAddress> more = new ArrayList<>(known.listening());
        more.addAll(bound);
        known = new Known(List.copyOf(more), local);
    }

    /** Takes back what {@link #add} was given, once. */
    public synchronized void remove(List<InetSocketAddress> bound) {
        List<InetSocketAddress> fewer = new ArrayList<>(known.listening());
        bound.forEach(fewer::remove);
        known = new Known(List.copyOf(fewer), known.local());
    }

    /** True if a datagram to or from this address is one to or from ourselves. O(listening addresses). */
    public boolean contains(InetSocketAddress address) {
        Known now = known;
        return isOneOf(now.listening(), now.local(), address);
    }

    /** The same for some listening addresses only. */
    boolean isOneOf(List<InetSocketAddress> listening, InetSocketAddress address) {
        return isOneOf(listening, known.local(), address);
    }

    private static boolean isOneOf(List<InetSocketAddress> listening, LocalAddresses local, InetSocketAddress address) {
        for (int i = 0; i < listening.size(); i++) {
            InetSocketAddress own = listening.get(i);
            if (own.getPort() == address.getPort() && covers(own.getAddress(), local, address.getAddress())) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(InetAddress own, LocalAddresses local, InetAddress address) {
        if (!own.isAnyLocalAddress()) {
            return own.equals(address);
        }
        boolean isSameFamily = own instanceof Inet6Address == address instanceof Inet6Address;
        return isSameFamily && local.contains(address);
    }
}
