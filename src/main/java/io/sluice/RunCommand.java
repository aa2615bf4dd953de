package io.sluice;

import io.sluice.topology.Topology;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice run}: the daemon in the foreground. */
@Command(
        name = "run",
        description = "Runs the daemon in the foreground until SIGTERM or SIGINT.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped as asked",
            "1:could not start: the configuration is not valid, or an address is taken",
            "70:ended itself because it could no longer serve"
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ConfigOption config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ConfigReport report = ConfigReport.of(config.file());
        report.print(err);
        Topology topology = report.topology();
        if (topology == null) {
            err.println("sluice: " + config.file() + " is not valid, nothing was started");
            return 1;
        }
        Logging.level(topology.log().level());
        return new Service(topology, report.hash(), config.file(), err).run(daemon -> {});
    }
}
