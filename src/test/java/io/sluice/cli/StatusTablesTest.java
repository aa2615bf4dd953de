package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusTablesTest {

    private static final String STATUS = """
            {"version":"1.2.3","uptime_seconds":3723,"config":{"version":7,"hash":"ab"},"ready":true,"readiness":"ready",
             "sessions":19,"sessions_limit":100000,
             "listeners":[
              {"name":"web","protocol":"tcp","addresses":["0.0.0.0:80","[::]:80"],"pool":"web","sessions":12,
               "sessions_total":345678,"bytes_in":1536,"bytes_out":3650722202,"refused":{"denied":1,"no_backend":2}},
              {"name":"dns","protocol":"udp","addresses":["127.0.0.1:53"],"pool":"dns","sessions":7,
               "sessions_total":9,"bytes_in":0,"bytes_out":1048576,"refused":{}}],
             "pools":[
              {"name":"web","scheduler":"wlc","candidates":["10.0.0.11:8080"],"backends":[
               {"name":"10.0.0.11:8080","address":"10.0.0.11:8080","weight":1,"state":"enabled","class":"alive",
                "sessions":12,"sessions_total":345678,"bytes_in":1536,"bytes_out":3650722202,"connect_failures":{}},
               {"name":"b2","address":"10.0.0.12:8080","weight":300,"state":"draining","class":"qualified",
                "sessions":0,"sessions_total":1,"bytes_in":10,"bytes_out":0,"connect_failures":{"timeout":2,"reset":1}}]},
              {"name":"dns","scheduler":"rr","candidates":[],"backends":[]}]}
            """;

    private static final String TABLES = """
            sluice 1.2.3  ready  up 1:02:03  configuration 7  sessions 19 of 100000

            Listeners
              NAME  PROTO  ADDRESS       POOL  ACTIVE  TOTAL      IN     OUT  REFUSED
              web   tcp    0.0.0.0:80    web       12   346k  1.5KiB  3.4GiB        3
                           [::]:80
              dns   udp    127.0.0.1:53  dns        7      9      0B  1.0MiB        0

            Pool web  scheduler wlc  candidates 1 of 2 (*)
              BACKEND         ADDRESS         WEIGHT  STATE     CLASS      ACTIVE  TOTAL      IN     OUT  FAILS
            * 10.0.0.11:8080                       1  enabled   alive          12   346k  1.5KiB  3.4GiB      0
              b2              10.0.0.12:8080     300  draining  qualified       0      1     10B      0B      3

            Pool dns  scheduler rr  candidates 0 of 0 (*)
              BACKEND  ADDRESS  WEIGHT  STATE  CLASS  ACTIVE  TOTAL  IN  OUT  FAILS
            """;

    @Test
    void alignsEverything() {
        assertThat(StatusTables.of(document(STATUS), false)).isEqualTo(TABLES);
    }

    @Test
    void cutsLongNamesToStayWithinTheWidth() {
        String longer = STATUS.replace("\"b2\"", "\"" + "a-very-long-backend-name-".repeat(4) + "\"")
                .replace("\"10.0.0.12:8080\"", "\"[2001:db8:1111:2222:3333:4444:5555:6666]:8080\"");

        String tables = StatusTables.of(document(longer), false);

        assertThat(tables.lines()).allMatch(line -> line.length() <= Table.WIDTH);
        assertThat(tables).contains("  a-very-").contains("..  ");
    }

    @Test
    void saysWhenHealthIsFrozen() {
        String frozen = STATUS.replace("\"ready\":true", "\"ready\":true,\"health_frozen\":true");

        assertThat(StatusTables.of(document(frozen), false)).isEqualTo(TABLES.replace("\n\nListeners", """

                        health frozen: neither probes nor failures of sessions decide who serves (sluice unfreeze)

                        Listeners"""));
    }

    @Test
    void keepsColoursOutOfTheAlignment() {
        String plain = StatusTables.of(document(STATUS), false);
        String coloured = StatusTables.of(document(STATUS), true);

        assertThat(coloured).contains("\033[33mdraining\033[0m");
        assertThat(coloured.replaceAll("\033\\[\\d+m", "")).isEqualTo(plain);
    }

    @Test
    void lastsThroughMissingMembersAndControlCharacters() {
        String odd = "{\"version\":\"\\u001b[2J\",\"pools\":[{\"backends\":[{}]}],\"listeners\":[{}, 3]}";

        assertThat(StatusTables.of(document(odd), false))
                .startsWith("sluice ?[2J ")
                .contains("Pool ");
    }

    @Test
    void measuresRatesBetweenTwoDocuments() {
        String later = STATUS.replace("345678", "345978").replace("\"bytes_in\":1536", "\"bytes_in\":5632");

        assertThat(RateTable.of(document(STATUS), document(later), 2)).isEqualTo("""
                        RATES     NAME                SESSIONS/S    IN/S  OUT/S
                        listener  web                        150  2.0KiB     0B
                        listener  dns                          0      0B     0B
                        backend   web/10.0.0.11:8080         150  2.0KiB     0B
                        backend   web/b2                       0      0B     0B
                        """);
    }

    @Test
    void writesNumbersShort() {
        assertThat(Numbers.bytes(0)).isEqualTo("0B");
        assertThat(Numbers.bytes(1023)).isEqualTo("1023B");
        assertThat(Numbers.bytes(1024)).isEqualTo("1.0KiB");
        assertThat(Numbers.bytes(1_048_575)).isEqualTo("1.0MiB");
        assertThat(Numbers.bytes(345L << 20)).isEqualTo("345MiB");
        assertThat(Numbers.bytes(Long.MAX_VALUE)).isEqualTo("8.0EiB");
        assertThat(Numbers.count(99_999)).isEqualTo("99999");
        assertThat(Numbers.count(100_000)).isEqualTo("100k");
        assertThat(Numbers.count(1_234_567)).isEqualTo("1.2M");
        assertThat(Numbers.rate(0.5)).isEqualTo("0.5");
        assertThat(Numbers.rate(0)).isEqualTo("0");
        assertThat(Numbers.rate(1_500)).isEqualTo("1.5k");
    }

    private static Document document(String text) {
        Document document = Document.parse(text);
        assertThat(document).isNotNull();
        return document;
    }
}
