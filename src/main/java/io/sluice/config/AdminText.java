package io.sluice.config;

import io.sluice.model.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where the admin API listens: an address, or a UNIX socket. */
record AdminText() implements Format<Endpoint> {

    static final AdminText INSTANCE = new AdminText();

    private static final NumberText PORT = new NumberText(0, 65_535);

    @Override
    public String expected() {
        return "IP:PORT, [IPv6]:PORT, *:PORT or unix:/PATH";
    }

    @Override
    public @Nullable Endpoint parse(String text) {
        if (text.startsWith("unix:")) {
            return AddressText.unix(text.substring("unix:".length()));
        }
        HostPort cut = HostPort.cut(text);
        Long port = cut == null ? null : PORT.parse(cut.port());
        InetAddress address = cut == null ? null : ListenText.address(cut);
        return address == null || port == null
                ? null
                : new Endpoint.Inet(new InetSocketAddress(address, port.intValue()));
    }
}
