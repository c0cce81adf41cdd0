package dev.qwenagent.examples.cli;

import dev.langchain4j.exception.LangChain4jException;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.runtime.models.ModelName;
import dev.qwenagent.runtime.remote.Endpoint;
import dev.qwenagent.runtime.remote.ServerFamily;
import dev.qwenagent.runtime.remote.ServerSetup;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code doctor} looks at of servers: keys and addresses, and with {@code --online} whether they answer.
 *
 * @param environment the variables of keys and addresses
 * @param model the model that is used if no other is said
 * @param reach whether servers are asked
 */
record ServerCheckups(Map<String, String> environment, String model, Reach reach) {

    /** How far a checkup goes. */
    enum Reach {
        /** Nothing leaves the machine. */
        OFFLINE,
        /** Servers are asked whether they answer. */
        ONLINE
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NAMES_SHOWN = 5;

    /** A server, and the model that is wanted of it; empty for none in particular. */
    private record Server(ServerSetup setup, String wanted) {}

    /** The keys of all kinds of servers, and that of a server that is used. */
    List<Finding> keys() {
        List<Finding> findings = new ArrayList<>();
        findings.add(key(new ServerSetup(Endpoint.modelStudio(Endpoint.Region.BEIJING), environment)));
        findings.add(key(new ServerSetup(Endpoint.openAi(URI.create("http://localhost/v1")), environment)));
        return findings;
    }

    private static Finding key(ServerSetup setup) {
        String variable = setup.endpoint().family().keyVariable();
        try {
            return Finding.ok("key", setup.keySource()
                    .map(source -> source + " is set")
                    .orElse(variable + " is not set; only a remote model needs it"));
        } catch (LangChain4jException e) {
            return Finding.missing("key", variable + ": " + e.getMessage());
        }
    }

    /** Model Studio's address, and the address of the model that is used, if it is on another server. */
    List<Finding> endpoints() {
        List<Finding> findings = new ArrayList<>();
        try {
            Server studio = new Server(new ServerSetup(Endpoint.modelStudio(environment), environment),
                    wantedOfModelStudio());
            findings.add(Finding.ok("endpoint", "qwen: is at " + studio.setup.endpoint().baseUrl()));
            if (reach == Reach.ONLINE) {
                findings.add(answers(studio));
            }
        } catch (IllegalArgumentException e) {
            findings.add(Finding.missing("endpoint", e.getMessage()));
        }
        ownServer().ifPresent(server -> {
            findings.add(Finding.ok("endpoint", model + " is at " + server.setup.endpoint().baseUrl()));
            if (reach == Reach.ONLINE) {
                findings.add(answers(server));
            }
        });
        return findings;
    }

    private String wantedOfModelStudio() {
        return name().map(name -> name instanceof ModelName.Qwen(String wanted) ? wanted : "").orElse("");
    }

    private Optional<Server> ownServer() {
        return name().flatMap(name -> switch (name) {
            case ModelName.OpenAi server -> Optional.of(server);
            case ModelName.OpenAiText text -> Optional.of(text.server());
            case ModelName.Demo _,ModelName.File _,ModelName.Qwen _ -> Optional.empty();
        })
                .map(server -> new Server(
                        new ServerSetup(new Endpoint(server.url(), server.family()), environment), server.name()));
    }

    private Optional<ModelName> name() {
        try {
            return Optional.of(ModelName.parse(model));
        } catch (AgentException e) {
            return Optional.empty();
        }
    }

    private static Finding answers(Server server) {
        String url = server.setup.endpoint().baseUrl().toString();
        try {
            boolean needsKey = server.setup.endpoint().family() == ServerFamily.MODEL_STUDIO;
            if (needsKey && server.setup.keySource().isEmpty()) {
                return Finding.ok("online", url + " was not asked: there is no key for it");
            }
            List<String> models = server.setup.models(PATIENCE);
            if (!server.wanted.isEmpty() && !models.isEmpty() && !models.contains(server.wanted)) {
                return Finding.warn("online", url + " answers, and does not list " + server.wanted + "; it lists "
                        + shown(models));
            }
            return Finding.ok("online",
                    url + " answers; models: " + (models.isEmpty() ? "none listed" : shown(models)));
        } catch (LangChain4jException e) {
            return Finding.missing("online", String.valueOf(e.getMessage()));
        }
    }

    private static String shown(List<String> models) {
        List<String> first = models.subList(0, Math.min(NAMES_SHOWN, models.size()));
        return String.join(", ", first)
                + (models.size() > NAMES_SHOWN ? " and " + (models.size() - NAMES_SHOWN) + " more"
                        : "");
    }
}
