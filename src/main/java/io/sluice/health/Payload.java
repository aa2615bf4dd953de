package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.model.Options;
import org.jspecify.annotations.Nullable;

/**
 * What a probe sends: {@code send} as text with escapes, or {@code send_hex}. Immutable; compared by its bytes.
 *
 * @param octets one character per byte
 */
record Payload(String octets) {

    static final Payload NONE = new Payload("");

    /** Most bytes of one payload. */
    static final int MOST = 16_384;

    /** The payload of these options, {@link #NONE} when neither key is there; notes what is wrong with them. */
    static Payload read(Options options) {
        String text = options.text("send", "");
        String hex = options.text("send_hex", "");
        if (options.has("send") && options.has("send_hex")) {
            options.reject("send_hex", "one of send and send_hex");
            return NONE;
        }
        return options.has("send_hex")
                ? judged(options, "send_hex", Octets.ofHex(hex), Octets.HEX_RULE)
                : judged(options, "send", Octets.ofText(text), Octets.TEXT_RULE);
    }

    private static Payload judged(Options options, String key, @Nullable String octets, String rule) {
        if (octets == null || octets.length() > MOST) {
            options.reject(key, octets == null ? rule : "at most " + MOST + " bytes");
            return NONE;
        }
        return new Payload(octets);
    }

    boolean isEmpty() {
        return octets.isEmpty();
    }

    /** The bytes in a buffer of its own. */
    ByteBuf buffer() {
        return Unpooled.wrappedBuffer(Octets.bytes(octets));
    }
}
