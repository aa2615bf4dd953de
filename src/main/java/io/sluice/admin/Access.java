package io.sluice.admin;

import io.netty.handler.ssl.SslContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in at an address, and how. Immutable.
 *
 * @param tokens what callers must show
 * @param names that callers may call us by beside localhost and our address
 * @param isAnyHost true to take any {@code Host} header
 * @param tls null for plain HTTP
 */
public record Access(
        Tokens tokens,
        List<String> names,
        boolean isAnyHost,
        @Nullable SslContext tls) {

    /** For an address that only this machine reaches: everyone on it. */
    public static final Access LOCAL = new Access(Tokens.NONE, List.of(), false, null);

    public Access {
        names = List.copyOf(names);
    }

    /** The same for a UNIX socket, which no web page can name. */
    Access onSocket() {
        return new Access(tokens, names, true, tls);
    }

    SiteRule site() {
        String scheme = tls == null ? "http" : "https";
        return isAnyHost ? SiteRule.anyHost(scheme) : SiteRule.named(names, scheme);
    }
}
