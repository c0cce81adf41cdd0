package dev.qwenagent.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.examples.cli.AgentCatalog;
import dev.qwenagent.examples.cli.CommandLines;
import dev.qwenagent.examples.cli.ExampleAgent;
import dev.qwenagent.examples.cli.shell.Folders;
import dev.qwenagent.examples.cli.shell.Interruption;
import dev.qwenagent.examples.cli.shell.Shell;
import dev.qwenagent.examples.cli.shell.Terminal;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.Models;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The command line in this process: its own folders, a clock that stands, streams that are kept, a model of the test's. */
final class CommandTrial {

    /** The time of every trial. */
    static final Instant NOW = Instant.parse("2026-11-22T21:09:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private Path working;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Map<String, String> environment = new TreeMap<>();
    private final ArrayList<ExampleAgent> agents = new ArrayList<>();
    private Function<String, AgentModel> models = Models::open;
    private Terminal terminal = Terminal.NONE;
    private Interruption interruption = Interruption.NEVER;
    private String in = "";

    CommandTrial(Path temporary) throws IOException {
        home = Files.createDirectories(temporary.resolve("home"));
        working = Files.createDirectories(temporary.resolve("work")).toRealPath();
        agents.addAll(QwenAgent.agents().agents());
    }

    CommandTrial model(StreamingChatModel chat) {
        models = name -> AgentModel.of(name, chat).withProfile(ModelProfile.inProcess(name));
        return this;
    }

    CommandTrial models(Function<String, AgentModel> source) {
        models = source;
        return this;
    }

    CommandTrial agent(String name, Function<ExampleAgent.Place, AgentBuilder> maker) {
        agents.add(new ExampleAgent(name, "is for tests", maker));
        return this;
    }

    CommandTrial terminal(Terminal newTerminal) {
        terminal = newTerminal;
        return this;
    }

    CommandTrial interruption(Interruption newInterruption) {
        interruption = newInterruption;
        return this;
    }

    CommandTrial in(String text) {
        in = text;
        return this;
    }

    CommandTrial with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Goes to another folder, beside the first one. */
    CommandTrial goTo(String folder) throws IOException {
        working = Files.createDirectories(working.resolveSibling(folder));
        return this;
    }

    /** A file in the working folder. */
    CommandTrial file(String name, String text) throws IOException {
        return write(working.resolve(name), text);
    }

    CommandTrial userConfig(String text) throws IOException {
        return write(folders().userConfig(), text);
    }

    private CommandTrial write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    Path working() {
        return working;
    }

    Folders folders() {
        return Folders.of(environment, home, working);
    }

    /** Does a command; what it prints is added to what was printed before. */
    int execute(String... arguments) {
        Shell shell = new Shell(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), stream(out), stream(err), terminal,
                interruption, folders(), environment, Clock.fixed(NOW, ZoneOffset.UTC), models);
        return CommandLines.of(shell, new AgentCatalog(agents)).execute(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Standard output and standard error as they come, in one. */
    String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    /** Standard output as JSON, an object a line. */
    List<JsonNode> events() {
        return out().lines().map(CommandTrial::object).toList();
    }

    /** The events of a type. */
    List<JsonNode> events(String type) {
        return events().stream().filter(event -> event.path("type").asText().equals(type)).toList();
    }

    private static JsonNode object(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (!node.isObject()) {
                throw new AssertionError("expected a JSON object, found: " + line);
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new AssertionError("expected a JSON object, found: " + line, e);
        }
    }

    private PrintStream stream(ByteArrayOutputStream bytes) {
        OutputStream both = new OutputStream() {
            @Override
            public void write(int value) {
                bytes.write(value);
                console.write(value);
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }
}
