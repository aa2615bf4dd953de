package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.sluice.model.ProbeReason;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The handshake of a MySQL server, packet by packet: a length of three bytes, a number, and as many bytes. On the attempt's loop. */
final class MysqlDialogue extends ByteToMessageDecoder {

    private static final int HEADER = 4;
    private static final int LONGEST_PACKET = 8_192;
    private static final int SHOWN = 60;

    private static final int PROTOCOL = 10;
    private static final int OK = 0x00;
    private static final int MORE = 0x01;
    private static final int SWITCH = 0xfe;
    private static final int ERROR = 0xff;
    private static final byte QUIT = 0x01;

    /** Long password, protocol 4.1, secure connection, named authentication. */
    private static final int CAPABILITIES = 0x0000_0001 | 0x0000_0200 | 0x0000_8000 | 0x0008_0000;

    private static final int LARGEST_ANSWER = 1 << 16;
    private static final byte UTF8 = 33;

    private final Attempt attempt;
    private final MysqlProbe probe;
    private boolean isGreeted;

    MysqlDialogue(Attempt attempt, MysqlProbe probe) {
        this.attempt = attempt;
        this.probe = probe;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (attempt.isOver()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < HEADER) {
            return;
        }
        int length = in.getUnsignedMediumLE(in.readerIndex());
        if (length == 0 || length > LONGEST_PACKET) {
            attempt.fail(ProbeReason.PROTOCOL, Octets.shown(in, SHOWN));
        } else if (in.readableBytes() >= HEADER + length) {
            in.skipBytes(HEADER - 1);
            int number = in.readUnsignedByte();
            hear(context, number, in.readSlice(length));
        }
    }

    private void hear(ChannelHandlerContext context, int number, ByteBuf packet) {
        int kind = packet.readUnsignedByte();
        if (kind == ERROR) {
            attempt.fail(ProbeReason.STATUS, error(packet));
        } else if (!isGreeted && kind == PROTOCOL) {
            isGreeted = true;
            greet(context, string(packet));
        } else if (isGreeted && kind == OK) {
            send(context, 0, Unpooled.buffer().writeByte(QUIT));
            attempt.succeed();
        } else if (isGreeted && kind == SWITCH) {
            send(context, number + 1, withoutPassword(string(packet)));
        } else if (isGreeted && kind == MORE) {
            attempt.fail(ProbeReason.STATUS, "asks for a password");
        } else {
            attempt.fail(ProbeReason.PROTOCOL, Octets.shown(packet, SHOWN));
        }
    }

    private void greet(ChannelHandlerContext context, String version) {
        if (probe.user().isEmpty()) {
            attempt.succeed(version);
            return;
        }
        ByteBuf login = Unpooled.buffer()
                .writeIntLE(CAPABILITIES)
                .writeIntLE(LARGEST_ANSWER)
                .writeByte(UTF8);
        login.writeZero(23);
        login.writeCharSequence(probe.user(), StandardCharsets.UTF_8);
        login.writeByte(0).writeByte(0); // the end of the name, and a password of no bytes
        login.writeCharSequence("mysql_native_password\0", StandardCharsets.US_ASCII);
        send(context, 1, login);
    }

    /** How each way of authentication says that there is none. */
    private static ByteBuf withoutPassword(String plugin) {
        return plugin.equals("caching_sha2_password") ? Unpooled.buffer().writeByte(0) : Unpooled.EMPTY_BUFFER;
    }

    private static void send(ChannelHandlerContext context, int number, ByteBuf content) {
        ByteBuf header =
                Unpooled.buffer(HEADER).writeMediumLE(content.readableBytes()).writeByte(number);
        var unusedHeader = context.write(header, context.voidPromise());
        var unusedContent = context.writeAndFlush(content, context.voidPromise());
    }

    /** {@code 1040 Too many connections}; what follows a # is a code that says less. */
    private static String error(ByteBuf packet) {
        int code = packet.readableBytes() < 2 ? 0 : packet.readUnsignedShortLE();
        String words = packet.toString(StandardCharsets.UTF_8);
        return code + " " + (words.startsWith("#") && words.length() > 6 ? words.substring(6) : words);
    }

    private static String string(ByteBuf packet) {
        int length = packet.bytesBefore((byte) 0);
        int taken = length < 0 ? packet.readableBytes() : length;
        return packet.readCharSequence(taken, StandardCharsets.UTF_8).toString();
    }
}
