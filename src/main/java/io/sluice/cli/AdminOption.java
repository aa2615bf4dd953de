package io.sluice.cli;

import picocli.CommandLine.Option;

/** The option that names the daemon, for every command that talks to one. Filled in by picocli. */
final class AdminOption {

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            defaultValue = "http://127.0.0.1:9900",
            converter = AdminAddress.Converter.class,
            description = "Where the daemon's admin API is: http://HOST:PORT or unix:PATH (default: ${DEFAULT-VALUE}).")
    private AdminAddress address = new AdminAddress.Tcp("127.0.0.1", 9900);

    AdminAddress address() {
        return address;
    }
}
