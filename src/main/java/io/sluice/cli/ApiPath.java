package io.sluice.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the API has what a command line names. Pure. */
final class ApiPath {

    private ApiPath() {}

    static String pool(String pool) {
        return "/api/v1/pools/" + encoded(pool);
    }

    static String rebalance(String pool) {
        return pool(pool) + "/rebalance";
    }

    static String backend(String pool, String backend) {
        return pool(pool) + "/backends/" + encoded(backend);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
