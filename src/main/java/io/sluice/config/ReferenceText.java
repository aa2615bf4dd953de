package io.sluice.config;

import io.sluice.health.HeadProbe;
import io.sluice.health.Reference;
import io.sluice.health.TcpProbe;
import io.sluice.model.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What tells a dead network from dead backends: {@code 10.0.0.1:53}, or {@code http://example.org/}. */
record ReferenceText() implements Format<Reference> {

    static final ReferenceText INSTANCE = new ReferenceText();

    private static final String HTTP = "http://";
    private static final int HTTP_PORT = 80;

    @Override
    public String expected() {
        return "HOST:PORT or http://HOST[:PORT]/PATH";
    }

    @Override
    public @Nullable Reference parse(String text) {
        if (text.startsWith(HTTP)) {
            return http(text);
        }
        Endpoint endpoint = text.startsWith("unix:") ? null : AddressText.INSTANCE.parse(text);
        return endpoint == null ? null : new Reference(new TcpProbe(), endpoint);
    }

    private static @Nullable Reference http(String text) {
        URI uri = uri(text);
        if (uri == null || uri.getHost() == null || uri.getUserInfo() != null) {
            return null;
        }
        int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
        Endpoint endpoint = AddressText.INSTANCE.parse(uri.getHost() + ":" + port);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return endpoint == null ? null : new Reference(new HeadProbe(uri.getRawAuthority(), path + query), endpoint);
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
