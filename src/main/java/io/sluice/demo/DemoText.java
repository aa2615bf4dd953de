package io.sluice.demo;

import java.util.stream.Collectors;

/** The words of the demo: what runs, and what to try from another terminal. */
public final class DemoText {

    private DemoText() {}

    /** What to print once everything listens. Ends with a line break. */
    public static String toTry(DemoPorts ports, DemoBackends backends) {
        String status = ports.admin() == DemoPorts.DEFAULT.admin()
                ? "bin/sluice status"
                : "bin/sluice status --admin http://127.0.0.1:" + ports.admin();
        return """
                Sluice is running before three backends in this process (%1$s). Ctrl-C ends it.

                Try from another terminal:

                  # six connections, each to the next backend
                  for i in 1 2 3 4 5 6; do curl -s http://127.0.0.1:%2$d/; done

                  # a datagram and its answer; run it again: a new client port is a new session, and the next backend
                  bash -c 'exec 3<>/dev/udp/127.0.0.1/%3$d; echo hi >&3; timeout 2 head -n 1 <&3'

                  # what Prometheus would read
                  curl -s http://127.0.0.1:%4$d/metrics | grep ^sluice_backend_sessions

                  # listeners, pools and backends
                  %5$s

                Each session prints one line here when it ends; a UDP session ends %6$d s after its last datagram.

                """.formatted(
                        backends.all().stream().map(DemoBackend::name).collect(Collectors.joining(", ")),
                        ports.tcp(),
                        ports.udp(),
                        ports.admin(),
                        status,
                        DemoTopology.UDP_IDLE.toSeconds());
    }
}
