package io.sluice.config;

import io.sluice.topology.PoolSpec.Fallback;
import org.jspecify.annotations.Nullable;

/** What a pool without a candidate does. Whether the pool of {@code pool:NAME} exists is asked later. */
record FallbackText() implements Format<Fallback> {

    static final FallbackText INSTANCE = new FallbackText();

    private static final String POOL = "pool:";

    @Override
    public String expected() {
        return "cascade, refuse or pool:NAME";
    }

    @Override
    public @Nullable Fallback parse(String text) {
        if (text.startsWith(POOL)) {
            String pool = NameText.INSTANCE.parse(text.substring(POOL.length()));
            return pool == null ? null : new Fallback.ToPool(pool);
        }
        return switch (text) {
            case "cascade" -> new Fallback.Cascade();
            case "refuse" -> new Fallback.Refuse();
            default -> null;
        };
    }
}
