package dev.qwenagent.api.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which call exactly a question and its answer are about. Two are equal only if the tool, its version, the arguments, the scopes
 * and the place in the run are; so an answer that is kept, sent about or late cannot be used for another call. Immutable.
 *
 * @param runId the run that asks
 * @param question counts the questions of the run from 1, so that no two are the same
 * @param turn the turn of the run
 * @param callId the model's id of the call
 * @param tool the tool's name
 * @param toolVersion a hash of what the model is told of the tool and of the scopes that it can need
 * @param argumentsHash a hash of the arguments as the tool's binding wrote them
 * @param scopes what would be touched and is not yet permitted
 */
public record ApprovedCall(
        String runId,
        int question,
        int turn,
        String callId,
        String tool,
        String toolVersion,
        String argumentsHash,
        List<Scope> scopes) {

    /** Copies the scopes. */
    public ApprovedCall {
        scopes = List.copyOf(scopes);
    }

    /** A question about a call of a tool. */
    static ApprovedCall of(String runId, int question, int turn, BoundCall call, List<Scope> scopes) {
        ToolExecutionRequest request = call.request();
        return new ApprovedCall(runId, question, turn, request.id(), request.name(), version(call.tool()),
                hash(request.arguments()), scopes);
    }

    /**
     * A question that is not about one tool, such as a guardrail's.
     *
     * @param asker what stands in the tool's place
     * @param subject what the question is about; its hash stands in the arguments' place
     */
    public static ApprovedCall ofQuestion(String runId, int turn, String asker, String subject) {
        return new ApprovedCall(runId, 0, turn, "", asker, "", hash(subject), List.of());
    }

    /** The version of a tool: SHA-256, in hexadecimal digits, of its specification and the patterns of its scopes. */
    static String version(Tool tool) {
        String scopes = tool.scopes().stream().map(ScopePattern::toString).sorted().collect(Collectors.joining("\n"));
        return hash(tool.specification().toJson() + "\n" + scopes);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
