package io.sluice.udp;

import io.sluice.pool.Backend;
import io.sluice.stats.ListenerStats;
import org.jspecify.annotations.Nullable;

/** What one session moved: in all, and since it was last reported. Plain numbers, so that a datagram costs additions only. */
final class Traffic {

    private long bytesIn;
    private long bytesOut;
    private long datagramsIn;
    private long datagramsOut;
    private long reportedBytesIn;
    private long reportedBytesOut;

    void in(int bytes) {
        bytesIn += bytes;
        datagramsIn++;
    }

    void out(int bytes) {
        bytesOut += bytes;
        datagramsOut++;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    void report(ListenerStats listener, @Nullable Backend backend) {
        if (datagramsIn == 0 && datagramsOut == 0) {
            return;
        }
        long in = bytesIn - reportedBytesIn;
        long out = bytesOut - reportedBytesOut;
        listener.datagrams(datagramsIn, datagramsOut);
        listener.moved(in, out);
        if (backend != null) {
            backend.stats().moved(in, out);
        }
        datagramsIn = 0;
        datagramsOut = 0;
        reportedBytesIn = bytesIn;
        reportedBytesOut = bytesOut;
    }
}
