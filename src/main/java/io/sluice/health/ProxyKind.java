package io.sluice.health;

/** How a proxy is asked to go on. */
enum ProxyKind {
    /** RFC 1928, with the passwords of RFC 1929. */
    SOCKS5,
    /** The CONNECT of RFC 9110, 9.3.6. */
    HTTP_CONNECT
}
