package io.sluice.cli;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that name the daemon and open it, for every command that talks to one. Filled in by picocli. */
final class AdminOption {

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            defaultValue = "http://127.0.0.1:9900",
            converter = AdminAddress.Converter.class,
            description =
                    "Where the daemon's admin API is: http://HOST:PORT, https://HOST:PORT or unix:PATH (default: ${DEFAULT-VALUE}).")
    private AdminAddress address = new AdminAddress.Tcp("127.0.0.1", 9900);

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token that the daemon asks for. There is no option for the token itself:"
                    + " others on the machine could read it.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Certificates in PEM of those who may sign the daemon's own (default: those that Java trusts).")
    private @Nullable Path ca;

    AdminAddress address() {
        return address;
    }

    /** A client with the token and the trust that the options name; what it cannot read is a usage error. */
    AdminClient client(CommandLine command) {
        return client(command, AdminClient.TIMEOUT_MILLIS);
    }

    /** The same with another patience. */
    AdminClient client(CommandLine command, int timeoutMillis) {
        return new AdminClient(address, timeoutMillis, token(command), trust(command));
    }

    private @Nullable String token(CommandLine command) {
        if (tokenFile == null) {
            return null;
        }
        String token = read(command, tokenFile).strip();
        if (!token.matches("[!-~]+")) {
            throw new ParameterException(command, tokenFile + ": not a token (expected: one line without spaces)");
        }
        return token;
    }

    private static String read(CommandLine command, Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new ParameterException(command, file + ": cannot be read");
        }
    }

    private @Nullable SslContext trust(CommandLine command) {
        if (!(address instanceof AdminAddress.Secure)) {
            return null;
        }
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        try {
            if (ca != null) {
                byte[] pem = read(command, ca).getBytes(StandardCharsets.ISO_8859_1);
                builder.trustManager(new ByteArrayInputStream(pem));
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(command, ca + ": no certificate in PEM");
        }
    }
}
