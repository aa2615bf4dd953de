package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.sluice.model.ProbeReason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a PostgreSQL answers to the first packet, message by message. On the attempt's loop. */
final class PostgresDialogue extends ByteToMessageDecoder {

    private static final int LONGEST_MESSAGE = 16_384;
    private static final int HEADER = 5;
    private static final int SHOWN = 60;

    private final Attempt attempt;
    private final PostgresProbe probe;
    private @Nullable String role;

    PostgresDialogue(Attempt attempt, PostgresProbe probe) {
        this.attempt = attempt;
        this.probe = probe;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var unused = context.writeAndFlush(probe.opening(), context.voidPromise());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (attempt.isOver()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        byte kind = in.getByte(in.readerIndex());
        if (probe.user().isEmpty() && (kind == 'G' || kind == 'N')) {
            in.skipBytes(in.readableBytes());
            attempt.succeed();
            return;
        }
        if (!isExpected(kind)) {
            attempt.fail(ProbeReason.PROTOCOL, Octets.shown(in, SHOWN));
        } else if (in.readableBytes() >= HEADER) {
            decodeMessage(context, kind, in);
        }
    }

    private void decodeMessage(ChannelHandlerContext context, byte kind, ByteBuf in) {
        int length = in.getInt(in.readerIndex() + 1); // of itself and what follows
        if (length < Integer.BYTES || length > LONGEST_MESSAGE) {
            attempt.fail(ProbeReason.PROTOCOL, Octets.shown(in, SHOWN));
        } else if (in.readableBytes() > length) {
            in.skipBytes(HEADER);
            hear(context, kind, in.readSlice(length - Integer.BYTES));
        }
    }

    private boolean isExpected(byte kind) {
        return kind == 'E' || (!probe.user().isEmpty() && "RSKNZv".indexOf(kind) >= 0);
    }

    private void hear(ChannelHandlerContext context, byte kind, ByteBuf message) {
        switch (kind) {
            case 'E' -> attempt.fail(ProbeReason.STATUS, error(message));
            case 'R' -> authenticate(message);
            case 'S' -> learn(message);
            case 'Z' -> leave(context);
            default -> {} // the key to cancel with, notices, the version of the protocol
        }
    }

    /** Hanging up while it waits for the password leaves no line in the server's log. */
    private void authenticate(ByteBuf message) {
        boolean isAuthenticated = message.readableBytes() >= Integer.BYTES && message.readInt() == 0;
        if (isAuthenticated) {
            return;
        }
        if (probe.role() == null) {
            attempt.succeed("asks for a password");
        } else {
            attempt.fail(ProbeReason.STATUS, "asks for a password before it tells its role");
        }
    }

    private void learn(ByteBuf message) {
        if (string(message).equals("in_hot_standby")) {
            role = string(message).equals("on") ? "replica" : "primary";
        }
    }

    /** In order: a session that just breaks off is a line in the server's log. */
    private void leave(ChannelHandlerContext context) {
        ByteBuf terminate = Unpooled.buffer().writeByte('X').writeInt(Integer.BYTES);
        context.writeAndFlush(terminate).addListener(sent -> judge());
    }

    private void judge() {
        if (probe.role() == null) {
            attempt.succeed();
        } else if (role == null) {
            attempt.fail(ProbeReason.MISMATCH, "no role told: PostgreSQL 14 or later does");
        } else if (role.equals(probe.role())) {
            attempt.succeed("role " + role);
        } else {
            attempt.fail(ProbeReason.MISMATCH, "role " + role);
        }
    }

    /** The code and the words of an error: {@code 57P03 the database system is starting up}. */
    private static String error(ByteBuf message) {
        Map<Byte, String> fields = new HashMap<>();
        while (message.readableBytes() > 1) {
            byte field = message.readByte();
            fields.put(field, string(message));
        }
        String code = fields.getOrDefault((byte) 'C', "");
        return (code + " " + fields.getOrDefault((byte) 'M', "an error")).strip();
    }

    private static String string(ByteBuf message) {
        int length = message.bytesBefore((byte) 0);
        int taken = length < 0 ? message.readableBytes() : length;
        String text = message.readCharSequence(taken, StandardCharsets.UTF_8).toString();
        message.skipBytes(length < 0 ? 0 : 1);
        return text;
    }
}
