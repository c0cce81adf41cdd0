package dev.qwenagent.runtime.telemetry;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.RunCancelledException;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.label.ModelProfile.Residence;
import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The words of the conventions, and what of ours they stand for. */
final class GenAi {

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    static final AttributeKey<List<String>> FINISH_REASONS = AttributeKey
            .stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
    static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
    static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
    static final AttributeKey<String> TOOL_CALL = AttributeKey.stringKey("gen_ai.tool.call.id");
    static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    /** Beyond the conventions: by this the journal has the run. */
    static final AttributeKey<String> RUN = AttributeKey.stringKey("qwen_agent.run.id");
    /** Beyond the conventions: why the run stopped. */
    static final AttributeKey<String> STOP = AttributeKey.stringKey("qwen_agent.stop_reason");

    /** The provider of models that compute in this process, and of tools, which are called here whatever model asks. */
    static final String THIS_PROCESS = "qwen_agent";

    private GenAi() {}

    static String provider(ModelProfile profile, StreamingChatModel model) {
        if (profile.residence() == Residence.IN_PROCESS) {
            return THIS_PROCESS;
        }
        return switch (model.provider()) {
            case OPEN_AI -> "openai";
            case ANTHROPIC -> "anthropic";
            case AMAZON_BEDROCK -> "aws.bedrock";
            case AZURE_OPEN_AI -> "azure.ai.openai";
            case MICROSOFT_FOUNDRY, GITHUB_MODELS -> "azure.ai.inference";
            case GOOGLE_AI_GEMINI -> "gcp.gemini";
            case GOOGLE_GENAI -> "gcp.gen_ai";
            case GOOGLE_VERTEX_AI_GEMINI, GOOGLE_VERTEX_AI_ANTHROPIC -> "gcp.vertex_ai";
            case MISTRAL_AI -> "mistral_ai";
            case COHERE -> "cohere";
            case WATSONX -> "ibm.watsonx.ai";
            case OLLAMA -> "ollama";
            case VOYAGE_AI -> "voyage_ai";
            case JINA -> "jina";
            case OTHER -> "_OTHER";
        };
    }

    /** The model's own name, without the address or the folder by which an agent finds it. */
    static String model(ModelProfile profile, StreamingChatModel model) {
        String own = model.defaultRequestParameters().modelName();
        String name = own == null || own.isBlank() ? profile.name() : own;
        return name.substring(Math.max(name.lastIndexOf('#'), name.lastIndexOf('/')) + 1);
    }

    static String finish(@Nullable FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_EXECUTION -> "tool_call";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> "other";
            case null -> "other";
        };
    }

    /** What a piece of work ended with: {@code cancelled}, or the class of what was thrown. */
    static String error(Throwable problem) {
        return switch (problem) {
            case RunCancelledException _ -> "cancelled";
            case InterruptedException _ -> "cancelled";
            case CancellationException _ -> "cancelled";
            case AgentException wrapping when wrapping.getCause() != null -> error(wrapping.getCause());
            default -> problem.getClass().getName();
        };
    }
}
