package dev.qwenagent.runtime.models;

import dev.qwenagent.api.AgentException;
import java.net.URI;
import java.nio.file.Path;

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

    /**
     * Reads a name: {@code demo}, {@code qwen:NAME}, {@code openai:URL#NAME}, or the path of a GGUF file.
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
            return openAi(text);
        }
        if (text.endsWith(".gguf") || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            return new File(Path.of(text));
        }
        throw new AgentException(
                "unknown model '" + text + "': expected demo, the path of a .gguf file, qwen:NAME (such as"
                        + " qwen:qwen3-max) or openai:URL#NAME (such as openai:http://localhost:8000/v1#qwen3)");
    }

    private static OpenAi openAi(String text) {
        String rest = text.substring("openai:".length());
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
                + " openai:http://localhost:8000/v1#qwen3");
    }
}
