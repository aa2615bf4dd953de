package io.sluice.health;

import io.netty.handler.codec.http.HttpClientCodec;
import io.sluice.model.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks over HTTP/1.1 and judges the status, and the body where it is to match. Redirections are not followed.
 *
 * @param body what the beginning of the body must match; null = the body is not read
 * @param transport with TLS this is the type {@code https}
 */
public record HttpProbe(
        HttpQuestion question,
        StatusRanges status,
        @Nullable Expectation body,
        Transport transport) implements Probe {

    private static final int MOST_LINE = 4_096;
    private static final int MOST_HEADERS = 32_768;
    private static final int CHUNK = 8_192;

    static HttpProbe http(Options options) {
        HttpPlace place = HttpPlace.read(options, "http");
        return read(options, place, null);
    }

    static HttpProbe https(Options options) {
        HttpPlace place = HttpPlace.read(options, "https");
        return read(options, place, TlsSettings.read(options, place.name(), false));
    }

    private static HttpProbe read(Options options, HttpPlace place, @Nullable TlsClient tls) {
        String body = options.text("body", "");
        return new HttpProbe(
                HttpQuestion.read(options, place),
                StatusRanges.read(options),
                body.isEmpty() ? null : Expectation.regex(options, "body", body),
                new Transport(beyond(options, place), tls));
    }

    private static Transport.@Nullable Beyond beyond(Options options, HttpPlace place) {
        if (!options.has("through")) {
            return null;
        }
        String kind = options.oneOf("through", "socks5", List.of("socks5", "http-connect"));
        if (!place.isUrl()) {
            options.reject("through", "a destination that is a URL");
            return null;
        }
        ProxyKind proxy = kind.equals("socks5") ? ProxyKind.SOCKS5 : ProxyKind.HTTP_CONNECT;
        return new Transport.Beyond(proxy, place.host(), place.port());
    }

    @Override
    public String type() {
        return transport.tls() == null ? "http" : "https";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(attempt, transport, channel -> channel.pipeline()
                .addLast(new HttpClientCodec(MOST_LINE, MOST_HEADERS, CHUNK), new HttpDialogue(attempt, this)));
    }
}
