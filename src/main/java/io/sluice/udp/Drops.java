package io.sluice.udp;

import io.sluice.model.Refusal;
import io.sluice.net.Errno;
import io.sluice.stats.Drop;

/** Why a datagram is dropped, from what a limit, a pool or the kernel said. */
final class Drops {

    /** Stands for "the backend is this very listener", which no call of the kernel says: ELOOP. */
    static final int LOOP_ERRNO = 40;

    private Drops() {}

    static Drop of(Refusal refusal) {
        return switch (refusal) {
            case DENIED -> Drop.DENIED;
            case LISTENER_FULL, PROCESS_FULL -> Drop.SESSIONS_FULL;
            case NO_BACKEND -> Drop.NO_BACKEND;
            case BACKENDS_FULL, QUEUE_FULL -> Drop.BACKENDS_FULL;
            case DESCRIPTORS -> Drop.LOCAL_RESOURCE;
        };
    }

    /** What a socket that could not be opened means for the datagram that asked for it. */
    static Drop ofOpening(int errno) {
        if (errno == LOOP_ERRNO) {
            return Drop.LOOP;
        }
        boolean isLocal = errno == Errno.EAGAIN // what connect says when no local port is left
                || Errno.toConnectFailure(errno).isLocal();
        return isLocal ? Drop.LOCAL_RESOURCE : Drop.BACKEND_REFUSED;
    }

    /** What a datagram that could not be sent died of. */
    static Drop ofSending(int errno) {
        return switch (errno) {
            case Errno.EMSGSIZE -> Drop.TOO_LARGE;
            case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM -> Drop.CONGESTED;
            case Errno.ECONNREFUSED, Errno.EHOSTUNREACH, Errno.ENETUNREACH -> Drop.BACKEND_REFUSED;
            default -> Drop.OTHER;
        };
    }
}
