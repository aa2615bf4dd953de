package io.sluice.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a daemon's admin API is, as named on the command line. */
public sealed interface AdminAddress {

    int HTTP_PORT = 80;
    int HTTPS_PORT = 443;

    /** The form that the command line takes. */
    String text();

    /** The value of the {@code Host} header. */
    String host();

    /** {@code http://HOST:PORT}; the host may be a name or an address. */
    record Tcp(String name, int port) implements AdminAddress {
        @Override
        public String text() {
            return "http://" + host();
        }

        @Override
        public String host() {
            return authority(name, port);
        }
    }

    /** {@code https://HOST:PORT}; the certificate must be for this host. */
    record Secure(String name, int port) implements AdminAddress {
        @Override
        public String text() {
            return "https://" + host();
        }

        @Override
        public String host() {
            return authority(name, port);
        }
    }

    private static String authority(String name, int port) {
        return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }

    /** {@code unix:PATH}. */
    record UnixSocket(String path) implements AdminAddress {
        @Override
        public String text() {
            return "unix:" + path;
        }

        @Override
        public String host() {
            return "localhost";
        }
    }

    /** Reads the option's value; what it cannot read is a usage error. */
    final class Converter implements ITypeConverter<AdminAddress> {

        @Override
        public AdminAddress convert(String text) {
            if (text.startsWith("unix:") && text.length() > "unix:".length()) {
                return new UnixSocket(text.substring("unix:".length()));
            }
            try {
                URI uri = new URI(text);
                boolean isBare = uri.getPath() == null
                        || uri.getPath().isEmpty()
                        || uri.getPath().equals("/");
                String host = uri.getHost() == null ? "" : uri.getHost().replaceAll("[\\[\\]]", "");
                boolean isNamed = !host.isEmpty() && isBare && uri.getUserInfo() == null;
                if (isNamed && "http".equals(uri.getScheme())) {
                    return new Tcp(host, uri.getPort() < 0 ? HTTP_PORT : uri.getPort());
                }
                if (isNamed && "https".equals(uri.getScheme())) {
                    return new Secure(host, uri.getPort() < 0 ? HTTPS_PORT : uri.getPort());
                }
            } catch (URISyntaxException e) {
                throw refused(text);
            }
            throw refused(text);
        }

        private static TypeConversionException refused(String text) {
            return new TypeConversionException(text + " (expected: http://HOST:PORT, https://HOST:PORT or unix:PATH)");
        }
    }
}
