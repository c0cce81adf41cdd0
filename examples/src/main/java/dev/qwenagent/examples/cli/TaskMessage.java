package dev.qwenagent.examples.cli;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.UsageException;
import dev.qwenagent.runtime.Attachments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the user asks, with the files that go with it. */
final class TaskMessage {

    private TaskMessage() {}

    /**
     * The task: all text in one, then pictures, recordings and videos.
     *
     * @param words the command line's words, or {@code -} for standard input
     * @param files what is attached
     */
    static UserMessage of(Shell shell, List<String> words, List<Path> files) {
        String said = String.join(" ", words);
        StringBuilder text = new StringBuilder(said.equals("-") ? standardInput(shell) : said);
        List<Content> media = new ArrayList<>();
        for (Path file : files) {
            switch (attached(shell.folders().working(), file)) {
                case TextContent attached -> text.append("\n\n").append(attached.text());
                case Content other -> media.add(other);
            }
        }
        String task = text.toString().strip();
        if (task.isEmpty()) {
            throw new UsageException("expected a task, found nothing to do");
        }
        if (media.isEmpty()) {
            return UserMessage.from(task);
        }
        media.addFirst(TextContent.from(task));
        return UserMessage.from(media);
    }

    private static String standardInput(Shell shell) {
        try {
            return Attachments.text("standard input", shell.in().readNBytes(Attachments.LONGEST_TEXT + 1));
        } catch (IOException e) {
            throw new UsageException("standard input cannot be read: " + e, e);
        } catch (AgentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static Content attached(Path folder, Path file) {
        try {
            return Attachments.of(file.toString(), folder.resolve(file));
        } catch (AgentException e) {
            throw new UsageException("--file " + e.getMessage(), e);
        }
    }
}
