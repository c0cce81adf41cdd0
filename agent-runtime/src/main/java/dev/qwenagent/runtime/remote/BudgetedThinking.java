package dev.qwenagent.runtime.remote;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.runtime.cost.ThoughtBudget;
import dev.qwenagent.runtime.remote.QwenChatRequestParameters.Thinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Holds a thinking budget over a server that knows none, by two requests in place of one. */
final class BudgetedThinking {

    private final Endpoint endpoint;
    private final QwenChatRequestParameters parameters;
    private ThoughtBudget spent = new ThoughtBudget(ThoughtBudget.UNLIMITED);

    BudgetedThinking(Endpoint endpoint, QwenChatRequestParameters parameters) {
        this.endpoint = endpoint;
        this.parameters = parameters;
    }

    /** What the thought of the first request may have; a new one for each try. */
    ThoughtBudget budget() {
        Integer tokens = parameters.thinkingBudget();
        boolean ours = tokens != null && !endpoint.family().keepsThinkingBudget()
                && ThinkingSwitch.wanted(parameters) != Thinking.OFF;
        spent = new ThoughtBudget(ours ? tokens : ThoughtBudget.UNLIMITED);
        return spent;
    }

    /** The second request: the same, without thinking, with the thought there is. */
    ChatRequest askingForTheAnswer(ChatRequest request, String thought) {
        List<ChatMessage> messages = new ArrayList<>(request.messages());
        messages.add(UserMessage
                .from("You have thought about this as long as you may. Your thought so far, which breaks off:\n\n"
                        + thought + "\n\nDo not think any further. Go on from it: answer, or call a tool."));
        return ChatRequest.builder()
                .messages(messages)
                .parameters(parameters.overrideWith(
                        QwenChatRequestParameters.builder().thinking(Thinking.OFF).build()))
                .build();
    }

    /** The reply to it, which begins with the thought there is and may hold no other. */
    ReplyAssembly continued(StreamingChatResponseHandler handler, CallInProgress call, ReplyAssembly first) {
        return ReplyAssembly.continuing(first, handler, call, new ThoughtBudget(0));
    }

    /**
     * Adds to the answer's usage what the first request took: its prompt was about the second one's, its thought is our
     * estimate.
     *
     * @throws UnsupportedFeatureException if the model began to think once more, since then there is no answer in time
     */
    void account(ReplyAssembly first, ReplyAssembly answer) {
        if (answer.isCutShort()) {
            throw new UnsupportedFeatureException(endpoint.title() + ": the model went on thinking after its budget of "
                    + parameters.thinkingBudget()
                    + " tokens, though told not to; leave the budget out, or name the kind of"
                    + " server that it is, so that it can be told in its own way");
        }
        QwenTokenUsage usage = answer.usage();
        if (usage != null) {
            int input = Objects.requireNonNullElse(usage.inputTokenCount(), 0);
            int thought = spent.estimate();
            answer.usage(usage.add(new QwenTokenUsage(
                    new TokenUsage(Math.max(0, input - thought), thought), null, thought)));
        }
    }
}
