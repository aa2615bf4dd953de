package io.sluice.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Parameters;

/** The arguments that name one backend. Filled in by picocli. */
final class BackendArguments {

    @Parameters(index = "0", paramLabel = "POOL", description = "The name of the pool.")
    private String pool = "";

    @Parameters(index = "1", paramLabel = "BACKEND", description = "The name of the backend, by default its address.")
    private String backend = "";

    String pool() {
        return pool;
    }

    /** Where the API has it. */
    String path() {
        return "/api/v1/pools/" + encoded(pool) + "/backends/" + encoded(backend);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
