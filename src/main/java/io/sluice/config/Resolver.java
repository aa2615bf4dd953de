package io.sluice.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks for the addresses of a name. May block; called from several threads at once. */
interface Resolver {

    /** At least one address, best first. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
