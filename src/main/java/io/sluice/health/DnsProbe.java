package io.sluice.health;

import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.TcpDnsQueryEncoder;
import io.netty.handler.codec.dns.TcpDnsResponseDecoder;
import io.netty.util.NetUtil;
import io.sluice.model.Options;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks a DNS server one question (RFC 1035) and judges the code of its answer, and the addresses in it if some are expected. An
 * answer that was cut (TC) counts for its code; where addresses are expected the question is asked again over TCP.
 *
 * @param name empty when the configuration is wrong
 * @param record the name of the record type, such as {@code A}
 * @param rcode the expected code, such as {@code noerror}
 * @param addresses one of which must be in the answer; empty = none need be
 * @param overTcp asks over TCP from the start
 */
public record DnsProbe(String name, String record, String rcode, Set<InetAddress> addresses, boolean overTcp)
        implements Probe {

    private static final List<String> RECORDS =
            List.of("A", "AAAA", "ANY", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT");

    static DnsProbe from(Options options) {
        String record = options.oneOf("record", "A", RECORDS);
        return new DnsProbe(
                name(options),
                record,
                options.oneOf("rcode", "noerror", DnsDialogue.CODES),
                addresses(options, record),
                options.oneOf("transport", "udp", List.of("udp", "tcp")).equals("tcp"));
    }

    private static String name(Options options) {
        String name = options.text("name", "");
        if (name.isEmpty()) {
            options.reject("name", "a domain name to ask for, such as example.org");
            return "";
        }
        try {
            return new DefaultDnsQuestion(name, DnsRecordType.A).name();
        } catch (IllegalArgumentException e) {
            options.reject("name", "a domain name");
            return "";
        }
    }

    private static Set<InetAddress> addresses(Options options, String record) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (String text : options.texts("address")) {
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
            int length = bytes == null ? 0 : bytes.length;
            boolean isFitting =
                    switch (record) {
                        case "A" -> length == 4;
                        case "AAAA" -> length == 16;
                        case "ANY" -> length > 0;
                        default -> false;
                    };
            if (bytes == null || !isFitting) {
                options.reject("address", "IP addresses of the record type: IPv4 for A, IPv6 for AAAA, both for ANY");
                return Set.of();
            }
            addresses.add(address(bytes));
        }
        return Set.copyOf(addresses);
    }

    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    @Override
    public String type() {
        return "dns";
    }

    @Override
    public boolean isOverStream() {
        return overTcp;
    }

    @Override
    public void ask(Attempt attempt) {
        if (overTcp) {
            askOverTcp(attempt);
        } else {
            Datagrams.connect(attempt, channel -> channel.pipeline()
                    .addLast(
                            new DatagramDnsQueryEncoder(),
                            new DatagramDnsResponseDecoder(),
                            new DnsDialogue(attempt, this, (DatagramChannel) channel)));
        }
    }

    void askOverTcp(Attempt attempt) {
        Streams.connect(attempt, channel -> channel.pipeline()
                .addLast(new TcpDnsQueryEncoder(), new TcpDnsResponseDecoder(), new DnsDialogue(attempt, this, null)));
    }
}
