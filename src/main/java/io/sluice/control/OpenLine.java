package io.sluice.control;

import io.sluice.guard.Places;
import io.sluice.model.Endpoint;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log line of each address that is open once the daemon has started. */
final class OpenLine {

    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private OpenLine() {}

    static void write(RunningListener listener, Places places) {
        int own = listener.spec().maxSessions();
        int limit = own == 0 ? places.limit() : Math.min(own, places.limit());
        for (InetSocketAddress address : listener.addresses()) {
            LOG.info(
                    "listener={} protocol={} address={} pool={} max_sessions={} open",
                    listener.spec().name(),
                    listener.spec().protocol().word(),
                    Endpoint.format(address),
                    listener.spec().pool(),
                    limit);
        }
    }
}
