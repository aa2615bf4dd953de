package io.sluice.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The addresses of this machine at one moment. Immutable; reading them takes some system calls and is for start and reload. */
public record LocalAddresses(Set<InetAddress> all) {

    public LocalAddresses {
        all = Set.copyOf(all);
    }

    public static LocalAddresses now() throws SocketException {
        Set<InetAddress> found = new HashSet<>();
        for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            found.addAll(Collections.list(device.getInetAddresses()));
        }
        return new LocalAddresses(found);
    }

    /** True for an address of this machine, all of 127.0.0.0/8 included. */
    public boolean contains(InetAddress address) {
        return address.isLoopbackAddress() || all.contains(address);
    }

    public Collection<Inet4Address> ipv4() {
        return only(Inet4Address.class);
    }

    public Collection<Inet6Address> ipv6() {
        return only(Inet6Address.class);
    }

    private <T extends InetAddress> Collection<T> only(Class<T> family) {
        return all.stream().filter(family::isInstance).map(family::cast).toList();
    }

    /** No address but the loopback ones, which {@link #contains} knows by itself. */
    public static LocalAddresses none() {
        return new LocalAddresses(new HashSet<>(List.of()));
    }
}
