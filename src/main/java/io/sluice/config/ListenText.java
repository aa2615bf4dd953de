package io.sluice.config;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a listener listens: {@code 0.0.0.0:80}, {@code [::]:80}, {@code *:80}, {@code 10.0.0.1:1000-1010}. Names are refused,
 * since what they stand for may change between a check and a start; {@code localhost} is 127.0.0.1.
 */
record ListenText() implements Format<PortRange> {

    static final ListenText INSTANCE = new ListenText();

    private static final NumberText PORT = new NumberText(0, 65_535);
    private static final InetAddress ANY = IpText.address(new byte[4]);
    private static final InetAddress LOCALHOST = IpText.address((byte) 127, (byte) 0, (byte) 0, (byte) 1);

    @Override
    public String expected() {
        return "IP:PORT, [IPv6]:PORT, *:PORT or IP:FIRST-LAST, with ports from 0 to 65535";
    }

    @Override
    public @Nullable PortRange parse(String text) {
        HostPort cut = HostPort.cut(text);
        InetAddress address = cut == null ? null : address(cut);
        return cut == null || address == null ? null : range(address, cut.port());
    }

    /** A literal, {@code localhost} or {@code *}; null when it is anything else. */
    static @Nullable InetAddress address(HostPort cut) {
        if (cut.bracketed()) {
            return IpText.v6(cut.host());
        }
        return switch (cut.host()) {
            case "*" -> ANY;
            case "localhost" -> LOCALHOST;
            default -> IpText.v4(cut.host());
        };
    }

    private static @Nullable PortRange range(InetAddress address, String ports) {
        int dash = ports.indexOf('-');
        Long first = PORT.parse(dash < 0 ? ports : ports.substring(0, dash));
        Long last = dash < 0 ? first : PORT.parse(ports.substring(dash + 1));
        if (first == null || last == null || last < first || (first == 0 && last > 0)) {
            return null;
        }
        return new PortRange(address, first.intValue(), last.intValue());
    }
}
