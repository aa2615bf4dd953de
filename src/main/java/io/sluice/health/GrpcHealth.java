package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The two messages of {@code grpc.health.v1} in the encoding of Protocol Buffers, each with the five bytes that gRPC puts ahead of a
 * message. They have one field each, which is why no library encodes them.
 */
final class GrpcHealth {

    static final int SERVING = 1;
    static final int MALFORMED = -1;

    private static final int PREFIX = 5;
    private static final int SERVICE_FIELD = 0x0a;
    private static final int STATUS_FIELD = 0x08;

    private static final List<String> SERVING_NAMES = List.of("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN");

    private static final List<String> CODES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private GrpcHealth() {}

    /** {@code HealthCheckRequest}; an empty service is left out. */
    static ByteBuf request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        ByteBuf content = Unpooled.buffer();
        if (name.length > 0) {
            content.writeByte(SERVICE_FIELD);
            writeVarint(content, name.length);
            content.writeBytes(name);
        }
        return Unpooled.buffer().writeByte(0).writeInt(content.readableBytes()).writeBytes(content);
    }

    private static void writeVarint(ByteBuf content, int number) {
        int rest = number;
        while (rest > 0x7f) {
            content.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        content.writeByte(rest);
    }

    /** The status in a {@code HealthCheckResponse} that is all of the buffer; {@link #MALFORMED} when it is something else. */
    static int servingStatus(ByteBuf message) {
        boolean isWhole = message.readableBytes() >= PREFIX
                && message.getByte(0) == 0 // not compressed
                && message.getInt(1) == message.readableBytes() - PREFIX;
        if (!isWhole) {
            return MALFORMED;
        }
        ByteBuf content = message.slice(PREFIX, message.readableBytes() - PREFIX);
        if (!content.isReadable()) {
            return 0; // the default of the field
        }
        boolean isStatus = content.readableBytes() == 2 && content.readByte() == STATUS_FIELD;
        int status = isStatus ? content.readByte() : MALFORMED;
        return Math.max(status, MALFORMED);
    }

    static String servingName(int status) {
        return status < SERVING_NAMES.size() ? SERVING_NAMES.get(status) : "status " + status;
    }

    /** {@code 12 UNIMPLEMENTED}. */
    static String codeName(CharSequence code) {
        String text = code.toString();
        boolean isKnown = text.matches("\\d{1,2}") && Integer.parseInt(text) < CODES.size();
        return isKnown ? text + " " + CODES.get(Integer.parseInt(text)) : "grpc-status " + text;
    }
}
