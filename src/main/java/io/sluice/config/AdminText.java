package io.sluice.config;

import io.sluice.model.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where the admin API listens: a loopback address, so that no stranger reaches it while it asks for no token, or a UNIX socket. */
record AdminText() implements Format<Endpoint> {

    static final AdminText INSTANCE = new AdminText();

    private static final NumberText PORT = new NumberText(0, 65_535);

    @Override
    public String expected() {
        return "a loopback address with a port, or unix:/PATH;"
                + " other addresses need a token, which this version does not have yet";
    }

    @Override
    public @Nullable Endpoint parse(String text) {
        if (text.startsWith("unix:")) {
            return AddressText.unix(text.substring("unix:".length()));
        }
        HostPort cut = HostPort.cut(text);
        Long port = cut == null ? null : PORT.parse(cut.port());
        InetAddress address = cut == null ? null : ListenText.address(cut);
        return address == null || port == null || !address.isLoopbackAddress()
                ? null
                : new Endpoint.Inet(new InetSocketAddress(address, port.intValue()));
    }
}
