package io.sluice.udp;

import io.sluice.net.LocalAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address of a listener with everything that is bound for it, until the last worker has left it. Thread-safe.
 */
final class Bound {

    private final InetSocketAddress wanted;
    private final Binding binding;
    private final OwnAddresses own;
    private final AtomicInteger left;

    /** @param workers who each close their doorways of it once */
    Bound(InetSocketAddress wanted, Binding binding, int workers, OwnAddresses own) {
        this.wanted = wanted;
        this.binding = binding;
        this.own = own;
        this.left = new AtomicInteger(workers * binding.doors().size());
    }

    /** As the operator wrote it. */
    InetSocketAddress wanted() {
        return wanted;
    }

    /** Port 0 replaced by what the kernel chose. */
    InetSocketAddress actual() {
        return binding.listening().get(0);
    }

    List<Door> doors() {
        return binding.doors();
    }

    /** Datagrams from it are loops from now on. */
    void announce(LocalAddresses local) {
        own.add(addresses(), local);
    }

    /** A worker has closed one of the doors; true for the last of all, after which the sockets that replied are closed too. */
    boolean doorClosed() {
        boolean isLast = left.decrementAndGet() == 0;
        if (isLast) {
            closeRest();
        }
        return isLast;
    }

    /** All doors are closed at once. Idempotent. */
    void allClosed() {
        if (left.getAndSet(0) > 0) {
            closeRest();
        }
    }

    private void closeRest() {
        own.remove(addresses());
        for (Door door : doors()) {
            ReplySockets replySockets = door.replySockets();
            if (replySockets != null) {
                replySockets.close();
            }
        }
    }

    /** Gives back what nobody has used. */
    void abandon() {
        try {
            binding.close();
        } catch (IOException e) {
            throw new IllegalStateException("close of an unused socket", e); // nothing was pending on it
        }
    }

    private List<InetSocketAddress> addresses() {
        return doors().stream().map(Door::address).toList();
    }
}
