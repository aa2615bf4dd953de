package io.sluice;

import java.io.IOException;

/** A file whose content may change. Looking is cheap, reading less so; both may block. */
interface WatchedFile {

    Sight look();

    /**
     * The hash of its content as it is now, see {@link io.sluice.config.ConfigResult#hash}.
     *
     * @throws IOException when it cannot be read
     */
    String hash() throws IOException;
}
