package dev.qwenagent.runtime.models;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.local.chat.CallFormat;
import dev.qwenagent.runtime.remote.ServerFamily;
import dev.qwenagent.runtime.remote.ThoughtOpening;
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

    /** A model behind an address that speaks OpenAI's protocol, on a server of some kind. */
    record OpenAi(ServerFamily family, URI url, String name) implements ModelName {}

    /** A model behind such an address that knows no tool calls; it is asked to write them as text of this form. */
    record OpenAiText(OpenAi server, CallFormat format, ThoughtOpening opening) implements ModelName {}

    /**
     * Reads a name: {@code demo}, {@code qwen:NAME}, {@code openai:URL#NAME}, or the path of a GGUF file. In place of
     * {@code openai} may stand the kind of the server, which says how its model is told to think: {@code vllm},
     * {@code sglang}, {@code llamacpp}, {@code ollama}, {@code softswitch} or {@code plain}, see {@link ServerFamily}. Where
     * the server has no tool calls of its own, {@code +json}, {@code +xml} or {@code +react} behind that word says in which
     * form the model writes them; {@code +xml+thought} and the like, that the server's prompt opens the thought, and the text
     * goes on in it.
     *
     * @throws AgentException if it is none of these, with what was expected
     */
    static ModelName parse(String text) {
        if (text.equals("demo")) {
            return new Demo();
        }
        String qwen = ServerFamily.MODEL_STUDIO.prefix() + ":";
        if (text.startsWith(qwen) && text.length() > qwen.length()) {
            return new Qwen(text.substring(qwen.length()));
        }
        for (ServerFamily family : ServerFamily.values()) {
            if (family != ServerFamily.MODEL_STUDIO && isOf(family, text)) {
                return behindAddress(family, text);
            }
        }
        if (text.endsWith(".gguf") || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            return new File(Path.of(text));
        }
        throw new AgentException(
                "unknown model '" + text + "': expected demo, the path of a .gguf file, qwen:NAME (such as"
                        + " qwen:qwen3-max) or openai:URL#NAME (such as openai:http://localhost:8000/v1#qwen3)");
    }

    private static boolean isOf(ServerFamily family, String text) {
        return text.startsWith(family.prefix() + ":") || text.startsWith(family.prefix() + "+");
    }

    private static ModelName behindAddress(ServerFamily family, String text) {
        String prefix = family.prefix();
        if (text.startsWith(prefix + ":")) {
            return server(family, text, prefix + ":");
        }
        for (CallFormat format : CallFormat.values()) {
            String asked = prefix + "+" + format.name().toLowerCase(Locale.ROOT);
            if (text.startsWith(asked + ":")) {
                return new OpenAiText(server(family, text, asked + ":"), format, ThoughtOpening.BY_MODEL);
            }
            if (text.startsWith(asked + "+thought:")) {
                return new OpenAiText(server(family, text, asked + "+thought:"), format, ThoughtOpening.BY_PROMPT);
            }
        }
        throw malformed(prefix, text);
    }

    private static OpenAi server(ServerFamily family, String text, String start) {
        String rest = text.substring(start.length());
        int hash = rest.indexOf('#');
        try {
            URI url = URI.create(hash < 0 ? rest : rest.substring(0, hash));
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && hash >= 0 && hash < rest.length() - 1) {
                return new OpenAi(family, url, rest.substring(hash + 1));
            }
        } catch (IllegalArgumentException e) {
            throw malformed(family.prefix(), text);
        }
        throw malformed(family.prefix(), text);
    }

    private static AgentException malformed(String prefix, String text) {
        return new AgentException("model '" + text.replaceAll("//[^/@]*@", "//***@")
                + "': expected " + prefix + ":URL#NAME with an http or https URL, such as " + prefix
                + ":http://localhost:8000/v1#qwen3, or " + prefix + "+json, " + prefix + "+xml or " + prefix
                + "+react in place of " + prefix + " for a server without tool calls");
    }
}
