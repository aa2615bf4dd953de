package io.sluice;

import io.sluice.demo.DemoBackends;
import io.sluice.demo.DemoPorts;
import io.sluice.demo.DemoText;
import io.sluice.demo.DemoTopology;
import io.sluice.demo.DemoTrial;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice demo}: a balancer before three small backends, all in this process. */
@Command(
        name = "demo",
        description = "Starts three small backends and a balancer before them, and prints what to try.",
        showDefaultValues = true)
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--tcp-port", paramLabel = "PORT", description = "Where the TCP listener listens.")
    private int tcpPort = DemoPorts.DEFAULT.tcp();

    @Option(names = "--udp-port", paramLabel = "PORT", description = "Where the UDP listener listens.")
    private int udpPort = DemoPorts.DEFAULT.udp();

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Where metrics and API are.")
    private int adminPort = DemoPorts.DEFAULT.admin();

    @Option(names = "--once", description = "Asks itself once, on free ports, prints the answers and ends.")
    private boolean isOnce;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (isOnce) {
            return askOnce(spec.commandLine().getOut());
        }
        DemoPorts ports = new DemoPorts(tcpPort, udpPort, adminPort);
        List<String> problems = ports.problems();
        if (!problems.isEmpty()) {
            problems.forEach(err::println);
            return 1;
        }
        try (DemoBackends backends = DemoBackends.start()) {
            Topology topology = DemoTopology.of(ports, backends);
            Logging.level(topology.log().level());
            return new Service(topology, "demo", ConfigSource.of(null, "demo"), err).run(daemon -> {
                PrintWriter out = spec.commandLine().getOut();
                out.print(DemoText.toTry(ports, backends));
                out.flush();
            });
        }
    }

    /** What the launcher rehearses with: everything that serves is loaded, used once and taken apart. */
    private static int askOnce(PrintWriter out) throws IOException {
        Surroundings surroundings = new Surroundings(OutputStream.nullOutputStream(), status -> {}, 1);
        try (DemoBackends backends = DemoBackends.start()) {
            Topology topology = DemoTopology.of(new DemoPorts(0, 0, 0), backends);
            Logging.level(topology.log().level());
            try (Daemon daemon = Daemon.start(topology, "demo", surroundings)) {
                DemoTrial.ask(listening(daemon, Protocol.TCP), listening(daemon, Protocol.UDP), adminOf(daemon))
                        .forEach(out::println);
            }
        }
        return 0;
    }

    private static InetSocketAddress listening(Daemon daemon, Protocol protocol) {
        return daemon.inventory().listeners().stream()
                .filter(listener -> listener.protocol() == protocol)
                .flatMap(listener -> listener.addresses().stream())
                .findFirst()
                .orElseThrow();
    }

    private static InetSocketAddress adminOf(Daemon daemon) {
        return ((Endpoint.Inet) daemon.adminAddress()).address();
    }
}
