package io.sluice.cli;

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
        return ApiPath.backend(pool, backend);
    }
}
