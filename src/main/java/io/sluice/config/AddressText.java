package io.sluice.config;

import io.sluice.model.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The address of a backend: {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}, {@code app.internal:80}, {@code unix:/run/app.sock}. */
record AddressText() implements Format<Endpoint> {

    static final AddressText INSTANCE = new AddressText();

    private static final NumberText PORT = new NumberText(1, 65_535);

    /** {@code sun_path} of unix(7) has 108 bytes, the last of them zero. */
    private static final int LONGEST_PATH = 107;

    /** RFC 1123 names, and the underscore that people use; the last label is not a number, or it would be a broken IPv4 address. */
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)(?:" + label() + "\\.)*(?!\\d+\\.?$)" + label() + "\\.?");

    private static String label() {
        return "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    }

    @Override
    public String expected() {
        return "IP:PORT, [IPv6]:PORT, NAME:PORT or unix:/PATH, with a port from 1 to 65535";
    }

    @Override
    public @Nullable Endpoint parse(String text) {
        if (text.startsWith("unix:")) {
            return unix(text.substring("unix:".length()));
        }
        HostPort cut = HostPort.cut(text);
        Long port = cut == null ? null : PORT.parse(cut.port());
        return cut == null || port == null ? null : inet(cut, port.intValue());
    }

    private static @Nullable Endpoint inet(HostPort cut, int port) {
        InetAddress address = cut.bracketed() ? IpText.v6(cut.host()) : IpText.v4(cut.host());
        if (address != null) {
            return address.isAnyLocalAddress() ? null : new Endpoint.Inet(new InetSocketAddress(address, port));
        }
        boolean isName = !cut.bracketed() && HOST.matcher(cut.host()).matches();
        return isName ? new Endpoint.Named(cut.host(), port) : null;
    }

    /** An absolute path that fits a socket address; null when it is not one. */
    static Endpoint.@Nullable Unix unix(String path) {
        boolean fits = path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH;
        boolean plain = path.chars().noneMatch(Character::isISOControl);
        return path.startsWith("/") && fits && plain ? new Endpoint.Unix(path) : null;
    }
}
