package io.sluice;

import io.sluice.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The file at a path, whichever file that is at the moment: symbolic links are followed at every look, in the path's directories
 * too. Stateless.
 */
record FileOnDisk(Path path) implements WatchedFile {

    /** The time of the last change of state is there for tools that keep or set back the time of the content. */
    private static final String ATTRIBUTES = "unix:dev,ino,mode,size,lastModifiedTime,ctime";

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;

    @Override
    public Sight look() {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES);
            boolean isRegular = attributes.get("mode") instanceof Integer mode && (mode & TYPE) == REGULAR;
            return isRegular ? new Sight.Present(attributes) : new Sight.Absent("not a regular file");
        } catch (IOException e) {
            return new Sight.Absent(FileFailure.words(e));
        }
    }

    @Override
    public String hash() throws IOException {
        return ConfigLoader.hash(path);
    }
}
