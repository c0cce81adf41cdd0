package dev.qwenagent.runtime.models;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.local.chat.CallFormat;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** What a model's name says: where the model is. */
public sealed interface ModelName {

    /** The small model that ships with the library. */
    record Demo() implements ModelName {}

    /** A model in a GGUF file. */
    record File(Path path) implements ModelName {}

    /** A model of Alibaba Cloud's Model Studio. */
    record Qwen(String name) implements ModelName {}

    /** A model behind an address that speaks OpenAI's protocol. */
    record OpenAi(URI url, String name) implements ModelName {}

    /** A model behind such an address that knows no tool calls; it is asked to write them as text of this form. */
    record OpenAiText(URI url, String name, CallFormat format) implements ModelName {}

    /**
     * Reads a name: {@code demo}, {@code qwen:NAME}, {@code openai:URL#NAME}, or the path of a GGUF file. Where the server
     * has no tool calls of its own, {@code openai+json}, {@code openai+xml} or {@code openai+react} in place of
     * {@code openai} says in which form the model writes them.
     *
     * @throws AgentException if it is none of these, with what was expected
     */
    static ModelName parse(String text) {
        if (text.equals("demo")) {
            return new Demo();
        }
        if (text.startsWith("qwen:") && text.length() > "qwen:".length()) {
            return new Qwen(text.substring("qwen:".length()));
        }
        if (text.startsWith("openai:")) {
            return openAi(text, "openai:");
        }
        for (CallFormat format : CallFormat.values()) {
            String start = "openai+" + format.name().toLowerCase(Locale.ROOT) + ":";
            if (text.startsWith(start)) {
                OpenAi server = openAi(text, start);
                return new OpenAiText(server.url(), server.name(), format);
            }
        }
        if (text.startsWith("openai+")) {
            throw malformed(text);
        }
        if (text.endsWith(".gguf") || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            return new File(Path.of(text));
        }
        throw new AgentException(
                "unknown model '" + text + "': expected demo, the path of a .gguf file, qwen:NAME (such as"
                        + " qwen:qwen3-max) or openai:URL#NAME (such as openai:http://localhost:8000/v1#qwen3)");
    }

    private static OpenAi openAi(String text, String start) {
        String rest = text.substring(start.length());
        int hash = rest.indexOf('#');
        try {
            URI url = URI.create(hash < 0 ? rest : rest.substring(0, hash));
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && hash >= 0 && hash < rest.length() - 1) {
                return new OpenAi(url, rest.substring(hash + 1));
            }
        } catch (IllegalArgumentException e) {
            throw malformed(text);
        }
        throw malformed(text);
    }

    private static AgentException malformed(String text) {
        return new AgentException("model '" + text.replaceAll("//[^/@]*@", "//***@")
                + "': expected openai:URL#NAME with an http or https URL, such as"
                + " openai:http://localhost:8000/v1#qwen3, or openai+json, openai+xml or openai+react in place of openai"
                + " for a server without tool calls");
    }
}
