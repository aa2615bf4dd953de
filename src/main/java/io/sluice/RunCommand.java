package io.sluice;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    @Option(
            names = "--last-good",
            paramLabel = "GOODFILE",
            description =
                    "Keeps each configuration that comes into force in this file, and starts with it when FILE cannot be used.")
    private @Nullable Path lastGood;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        checkLastGood();
        PrintWriter err = spec.commandLine().getErr();
        FirstConfig first = FirstConfig.read(config.file(), lastGood, err);
        if (first == null) {
            return 1;
        }
        Logging.level(first.topology().log().level());
        if (first.source().isLastGood()) {
            LoggerFactory.getLogger(RunCommand.class)
                    .warn("config file={} cannot be used, last-good={} serves instead", config.file(), lastGood);
        }
        return new Service(first.topology(), first.hash(), first.source(), err).run(daemon -> {});
    }

    private void checkLastGood() {
        if (lastGood == null) {
            return;
        }
        if (isSame(config.file(), lastGood)) {
            throw usage("the configuration file itself (expected: another file, which the daemon may replace)");
        }
        if (Files.isDirectory(lastGood)) {
            throw usage("a directory (expected: a file in it)");
        }
    }

    private ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), "--last-good " + lastGood + ": " + what);
    }

    private static boolean isSame(Path one, Path other) {
        if (one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())) {
            return true;
        }
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them is not there, so it is not the other
        }
    }
}
