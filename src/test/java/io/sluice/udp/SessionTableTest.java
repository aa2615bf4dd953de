package io.sluice.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SessionTableTest {

    private record Client(ClientKey key, int number) implements SessionTable.Keyed {
        static Client of(int number) {
            ClientKey key = new ClientKey();
            key.setLocal(number);
            return new Client(key, number);
        }
    }

    @Test
    void agreesWithAMapOverManyAdditionsAndRemovals() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        SessionTable<Client> table = new SessionTable<>();
        Map<Integer, Client> expected = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            int number = random.nextInt(1_000);
            Client known = expected.get(number);

            assertThat(table.find(Client.of(number).key())).as("seed %s", seed).isSameAs(known);

            if (known != null) {
                table.remove(known);
                expected.remove(number);
            } else {
                Client client = Client.of(number);
                table.add(client);
                expected.put(number, client);
            }
            assertThat(table.size()).as("seed %s", seed).isEqualTo(expected.size());
        }
    }

    @Test
    void removesNobodyElseWhoHasTheSameKey() {
        SessionTable<Client> table = new SessionTable<>();
        Client former = Client.of(7);
        Client present = Client.of(7);
        table.add(former);
        table.remove(former);
        table.add(present);

        table.remove(former);

        assertThat(table.find(former.key())).isSameAs(present);
    }
}
