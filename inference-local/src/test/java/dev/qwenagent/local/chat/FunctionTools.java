package dev.qwenagent.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;

/** The functions of the leaderboard, one by one, for tests of other packages. */
public final class FunctionTools {

    private FunctionTools() {}

    /**
     * A function, and a question that it may help with.
     *
     * @param id the entry that it is of
     * @param question what the user says
     * @param tool the function
     */
    public record Function(String id, String question, ToolSpecification tool) {

        /** The schema of its arguments. */
        public JsonNode parameters() {
            return ToolJson.function(tool).get("function").get("parameters");
        }
    }

    /** All of them, in the order of the file. */
    public static List<Function> all() {
        return FunctionCallingCases.all()
                .stream()
                .flatMap(entry -> entry.tools().stream().map(tool -> new Function(entry.id(), entry.question(), tool)))
                .toList();
    }
}
