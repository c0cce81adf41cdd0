package dev.qwenagent.runtime.journal;

import java.nio.file.Path;

/** Where journals can be kept. */
enum JournalPlace {
    FILES, SQLITE, H2, POSTGRESQL;

    /** A place of this kind with nothing in it. */
    String in(Path folder) {
        return switch (this) {
            case FILES -> folder.resolve("runs").toString();
            case SQLITE -> "jdbc:sqlite:" + folder.resolve("runs.db");
            case H2 -> "jdbc:h2:" + folder.resolve("runs");
            case POSTGRESQL -> PostgresServer.freshUrl();
        };
    }
}
