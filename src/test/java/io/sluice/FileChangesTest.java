package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is reloaded and what is not, with a file and a clock that are the test's. */
class FileChangesTest {

    private final FakeFile file = new FakeFile("first");
    private final List<String> reloaded = new ArrayList<>();
    private final FileChanges changes = new FileChanges("test.yaml", file, () -> file.seen, this::reload);
    private long nowMillis = 77;

    /** As the daemon does it: reads the file as it is then. */
    private void reload() {
        file.seen = file.content;
        reloaded.add(file.content);
    }

    /** Lets this time pass, with a look every half second. */
    private void pass(long millis) {
        for (long end = nowMillis + millis; nowMillis < end; ) {
            nowMillis += FileWatch.LOOK_MILLIS;
            changes.look(TimeUnit.MILLISECONDS.toNanos(nowMillis));
        }
    }

    @Test
    void reloadsWhatHasChangedOnce() {
        pass(5_000);
        assertThat(reloaded).isEmpty();

        file.write("second");
        pass(1_000);
        assertThat(reloaded).as("it has not settled").isEmpty();
        pass(10_000);

        assertThat(reloaded).containsExactly("second");
    }

    @Test
    void waitsUntilAnEditorHasWrittenAll() {
        pass(2_000);
        for (String half : new String[] {"", "sec", "seco", "secon"}) {
            file.write(half);
            pass(FileWatch.LOOK_MILLIS);
        }
        file.write("second");
        pass(5_000);

        assertThat(reloaded).containsExactly("second");
    }

    @Test
    void readsNothingWhileNothingChanges() {
        pass(60_000);

        assertThat(file.reads).isEqualTo(1);
    }

    @Test
    void reloadsNothingWhenTheContentIsTheSame() {
        pass(2_000);
        file.write("first");
        pass(5_000);

        assertThat(file.reads).isEqualTo(2);
        assertThat(reloaded).isEmpty();
    }

    @Test
    void leavesAloneWhatWasReloadedByOtherMeans() {
        pass(2_000);
        file.write("second");
        file.seen = "second";
        pass(5_000);
        assertThat(reloaded).isEmpty();

        file.write("third");
        pass(5_000);
        assertThat(reloaded).containsExactly("third");
    }

    @Test
    void reloadsAnEarlierContentThatIsBack() {
        file.write("second");
        pass(5_000);
        file.write("first");
        pass(5_000);

        assertThat(reloaded).containsExactly("second", "first");
    }

    @Test
    void findsAChangeFromBeforeItBeganToLook() {
        file.write("second");
        pass(5_000);

        assertThat(reloaded).containsExactly("second");
    }

    @Test
    void goesOnWhileTheFileIsAway() {
        pass(2_000);
        file.remove("no such file or directory");
        pass(20_000);
        assertThat(reloaded).isEmpty();

        file.write("first");
        pass(5_000);
        assertThat(reloaded).as("it is back as it was").isEmpty();

        file.remove("no such file or directory");
        pass(500);
        file.write("second");
        pass(5_000);
        assertThat(reloaded).containsExactly("second");
    }

    @Test
    void startsWithoutAFile() {
        file.seen = "";
        file.remove("no such file or directory");
        pass(5_000);
        file.write("first");
        pass(5_000);

        assertThat(reloaded).containsExactly("first");
    }

    /** Access lists and the modes of parent directories change without a trace on the file. */
    @Test
    void triesAgainToReadWhatItMayNotRead() {
        pass(2_000);
        file.write("second");
        file.isReadable = false;
        pass(5_000);
        assertThat(reloaded).isEmpty();

        file.isReadable = true;
        pass(500);
        assertThat(reloaded).containsExactly("second");
    }

    @Test
    void doesNotTakeWhatChangesWhileItIsRead() {
        pass(2_000);
        file.write("sec");
        file.writtenWhileRead = "second";
        pass(10_000);

        assertThat(reloaded).containsExactly("second");
    }

    private static final class FakeFile implements WatchedFile {

        private String content;
        private String seen;
        private @Nullable String absence;
        private @Nullable String writtenWhileRead;
        private boolean isReadable = true;
        private int changes;
        private int reads;

        FakeFile(String content) {
            this.content = content;
            this.seen = content;
        }

        void write(String text) {
            content = text;
            absence = null;
            changes++;
        }

        void remove(String reason) {
            absence = reason;
        }

        @Override
        public Sight look() {
            return absence == null ? new Sight.Present(Map.of("changes", changes)) : new Sight.Absent(absence);
        }

        @Override
        public String hash() throws IOException {
            if (!isReadable) {
                throw new IOException("not now");
            }
            reads++;
            String read = content;
            if (writtenWhileRead != null) {
                write(writtenWhileRead);
                writtenWhileRead = null;
            }
            return read;
        }
    }
}
