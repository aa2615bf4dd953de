package io.sluice;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration file, of every command that reads one. */
final class ConfigOption {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    Path file() {
        return file;
    }
}
