package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunCost;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.TokensUsed;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.GuardDecision;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.guard.ThoughtGuardrail;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.memory.ApproximateTokenCount;
import dev.qwenagent.runtime.cost.Price;
import dev.qwenagent.runtime.cost.PriceList;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.RequestStyle;
import dev.qwenagent.runtime.retry.Backoff;
import dev.qwenagent.runtime.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run may use, on any model. */
@Timeout(30)
class BudgetTest {

    private static final String PAGE = "{\"page\": \"1\"}";

    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();
    private final InMemoryRunJournal journal = new InMemoryRunJournal();
    private final List<ChatRequest> asked = new ArrayList<>();

    private AgentBuilder agent(StreamingChatModel model) {
        return Agents.builder()
                .model(AgentModel.of("far", model))
                .tools(desk)
                .allow("desk.*")
                .listener(recorded)
                .journal(journal);
    }

    private AgentBuilder agent(ScriptedReply... replies) {
        return agent(ScriptedChatModel.of(replies));
    }

    private AgentResult run(AgentBuilder builder) {
        try (Agent agent = builder.build()) {
            return agent.run("Work.");
        }
    }

    private static RunLimits limits() {
        return RunLimits.DEFAULT;
    }

    private static String words(int tokens) {
        return "abc ".repeat(tokens);
    }

    // Calls

    @Test
    void callsThatFitAreMadeAndTheOthersRefusedAndTheRunEnds() {
        AgentResult result = run(agent(call("read_page", PAGE).andCall("read_page", "{\"page\": \"2\"}")
                .andCall("burn_page", PAGE), text("Two pages.")).limits(limits().withCalls(2)));
        assertThat(desk.done).containsExactlyInAnyOrder("read 1", "read 2");
        assertThat(recorded.results().getLast()).startsWith("error: the call was not made: the run has made as many");
        assertThat(result.stopReason()).isEqualTo(StopReason.CALL_LIMIT);
        assertThat(result.text()).isEqualTo("Two pages.");
        assertThat(result.cost().calls()).isEqualTo(2);
    }

    @Test
    void runThatNeedsExactlyItsCallsAnswers() {
        AgentResult result = run(agent(call("read_page", PAGE), text("Read.")).limits(limits().withCalls(1)));
        assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
    }

    @Test
    void callsThatAreDeniedOrMakeNoSenseDoNotCount() {
        AgentResult result = run(agent(call("no_such_tool", "{}").andCall("burn_page", PAGE).andCall("read_page", PAGE),
                text("Read.")).deny("desk.burn").limits(limits().withCalls(1)));
        assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
        assertThat(result.cost().calls()).isEqualTo(1);
    }

    // Thinking

    @Test
    void thoughtOnAServerIsCutWhenTheBudgetOfTheRunIsOver() {
        AgentResult result = run(agent(call("read_page", PAGE).thinking(words(60)),
                call("read_page", PAGE).thinking(words(60)), text("Thought enough."))
                .limits(limits().withThinkingTokens(100)));
        assertThat(result.stopReason()).isEqualTo(StopReason.THINKING_LIMIT);
        assertThat(result.text()).isEqualTo("Thought enough.");
        assertThat(desk.done).containsExactly("read 1");
        assertThat(recorded.thinking().length()).isBetween(4 * 60, 4 * 110);
        assertThat(journal.read(result.runId())).filteredOn(JournalEntry.ModelCut.class::isInstance).hasSize(1);
        assertThat(result.usage().thinkingTokens()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void modelThatThinksBeforeItsLastAnswerThoughToldNotToMayDoSoForAWhile() {
        var limits = limits().withThinkingTokens(10);
        AgentResult result = run(agent(call("read_page", PAGE).thinking(words(60)),
                text("Briefly.").thinking(words(60))).limits(limits));
        assertThat(result.stopReason()).isEqualTo(StopReason.THINKING_LIMIT);
        assertThat(result.text()).isEqualTo("Briefly.");
        AgentResult endless = run(agent(call("read_page", PAGE).thinking(words(60)),
                text("Never.").thinking(words(2_000))).limits(limits));
        assertThat(endless.stopReason()).isEqualTo(StopReason.THINKING_LIMIT);
        assertThat(endless.text()).isEmpty();
    }

    @Test
    void everyRequestIsToldHowMuchThoughtIsLeft() {
        List<Integer> budgets = new ArrayList<>();
        RequestStyle style = (mode, settings) -> {
            budgets.add(mode.budget());
            return RequestStyle.COMMON.parameters(mode, settings);
        };
        var model = ScriptedChatModel.of(call("read_page", PAGE).thinking(words(30)), text("Done."));
        var far = new AgentModel(model, ModelProfile.inProcess("near"), style, new ApproximateTokenCount(), 32_768,
                AgentModel.Resource.NONE);
        run(agent(model).model(far).limits(limits().withThinkingTokens(1_000)));
        assertThat(budgets.get(0)).isEqualTo(1_000);
        assertThat(budgets.get(1)).isEqualTo(1_000 - recorded.events(AgentEvent.RunEnded.class)
                .getFirst()
                .cost()
                .tokens()
                .thinkingTokens());
    }

    // Tokens and money

    private static final PriceList PRICES = new PriceList(Map.of("far", Price.of("USD", "1000", "2000")));

    @Test
    void limitOfMoneyIsKeptEvenByTheLastAnswer() {
        var model = new Expensive();
        AgentResult result = run(agent(model).prices(PRICES).limits(limits().withMoney(Money.of("2 USD"))));
        assertThat(result.stopReason()).isEqualTo(StopReason.MONEY_LIMIT);
        assertThat(Money.of("2 USD").covers(result.cost().paid().getFirst())).isTrue();
        assertThat(asked.size()).isGreaterThan(2);
        assertThat(asked).allSatisfy(request -> assertThat(request.parameters().maxOutputTokens()).isPositive());
    }

    /** Asks for a call each time, and tells as usage what the prompt was and as much of a reply as it was given. */
    private final class Expensive implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            asked.add(request);
            int prompt = new ApproximateTokenCount().estimateTokenCountInMessages(request.messages());
            handler.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.from(ToolExecutionRequest.builder()
                            .id("c" + asked.size())
                            .name("read_page")
                            .arguments(PAGE)
                            .build()))
                    .tokenUsage(new TokenUsage(prompt,
                            Math.min(50, request.parameters().maxOutputTokens())))
                    .build());
        }
    }

    @Test
    void limitThatCannotBeKeptIsRefusedBeforeAnythingIsSpent() {
        var builder = agent(text("Never.")).limits(limits().withMoney(Money.of("1 CNY")));
        assertThatThrownBy(builder::build).isInstanceOf(AgentException.class)
                .hasMessageContaining("the price of the model far is not known in CNY");
        builder.prices(PRICES);
        assertThatThrownBy(builder::build).hasMessageContaining("not known in CNY");
    }

    @Test
    void moneyThatDoesNotPayForOneRequestPaysForNone() {
        var model = ScriptedChatModel.of(text("Never."));
        AgentResult result = run(agent(model).prices(PRICES).limits(limits().withMoney(Money.of("0.001 USD"))));
        assertThat(result.stopReason()).isEqualTo(StopReason.MONEY_LIMIT);
        assertThat(result.text()).isEmpty();
        assertThat(model.requests()).isEmpty();
        assertThat(recorded.events(AgentEvent.RunEnded.class).getFirst().problem())
                .contains("nothing left for a last answer");
    }

    @Test
    void requestThatWouldGoBeyondTheTokensIsTheLastOne() {
        var model = ScriptedChatModel.of(text("Short of tokens."));
        AgentResult result = run(agent(model).limits(limits().withTokens(20)));
        assertThat(result.stopReason()).isEqualTo(StopReason.TOKEN_LIMIT);
        assertThat(result.text()).isEqualTo("Short of tokens.");
        assertThat(model.requests()).hasSize(1);
    }

    // What is counted

    @Test
    void endTellsWhatEachModelTookAndWhatItCost() {
        AgentResult result = run(agent(call("read_page", PAGE), text("Done.")).prices(PRICES));
        RunCost cost = recorded.events(AgentEvent.RunEnded.class).getFirst().cost();
        assertThat(cost).isEqualTo(result.cost());
        assertThat(cost.turns()).isEqualTo(2);
        assertThat(cost.calls()).isEqualTo(1);
        assertThat(cost.models()).singleElement().satisfies(far -> {
            assertThat(far.model()).isEqualTo("far");
            // A scripted model tells its messages as tokens of input: one, then three; and one of output each.
            assertThat(far.tokens()).isEqualTo(new TokensUsed(4, 2));
            assertThat(far.charge()).isEqualTo(new RunCost.Charge.Paid(Money.of("0.008 USD")));
        });
    }

    @Test
    void modelWithoutAPriceCostsWhatNobodyKnows() {
        AgentResult result = run(agent(text("Done.")));
        assertThat(result.cost().paid()).isEmpty();
        assertThat(result.cost().unpriced()).containsExactly("far");
    }

    /** Thinks, and then breaks off. */
    private static final class BreaksOff implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onPartialThinking(new PartialThinking(words(90)));
            handler.onError(new RateLimitException("too much"));
        }
    }

    @Test
    void requestThatBrokeOffCountsByEstimate() {
        var once = new RetryPolicy(new Backoff(0, Duration.ZERO), new Backoff(1, Duration.ofMillis(1)),
                Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThatThrownBy(() -> run(agent(new BreaksOff()).retry(once))).isInstanceOf(AgentException.class);
        TokensUsed tokens = recorded.events(AgentEvent.RunEnded.class).getFirst().cost().tokens();
        assertThat(tokens.thinkingTokens()).isGreaterThanOrEqualTo(2 * 90);
        assertThat(tokens.inputTokenCount()).isPositive();
    }

    @Test
    void requestThatWasRefusedAtOnceCountsForNothing() {
        assertThatThrownBy(() -> run(agent(ScriptedReply.failing(new InvalidRequestException("no")))))
                .isInstanceOf(AgentException.class);
        assertThat(recorded.events(AgentEvent.RunEnded.class).getFirst().cost().models()).isEmpty();
    }

    // The last answer

    @Test
    void modelThatRefusesNotToThinkGivesItsLastAnswerAfterAShortThought() {
        List<String> modes = new ArrayList<>();
        RequestStyle style = (mode, settings) -> {
            modes.add(mode.setting() + " " + mode.budget());
            return RequestStyle.COMMON.parameters(mode, settings);
        };
        var model = ScriptedChatModel.of(call("read_page", PAGE),
                ScriptedReply.failing(new InvalidRequestException("this model always thinks")),
                text("The best I can say.").thinking("Hm."));
        var always = new AgentModel(model, ModelProfile.inProcess("always"), style, new ApproximateTokenCount(), 32_768,
                AgentModel.Resource.NONE);
        AgentResult result = run(agent(model).model(always).limits(limits().withTurns(1)));
        assertThat(result.stopReason()).isEqualTo(StopReason.TURN_LIMIT);
        assertThat(result.text()).isEqualTo("The best I can say.");
        assertThat(modes.subList(1, 3)).containsExactly("OFF " + Integer.MAX_VALUE, "AUTO 1");
    }

    /** Stops at a word in a thought. */
    private record NoSecrets() implements ThoughtGuardrail {
        @Override
        public GuardVerdict<Void> onThinking(RunSoFar run, String thought) {
            return thought.contains("secret") ? GuardVerdict.stop("no secrets") : GuardVerdict.pass();
        }
    }

    @Test
    void guardrailThatCutsTheLastAnswerIsToldAndWrittenDown() {
        AgentResult result = run(agent(call("read_page", PAGE), text("Never.").thinking("A secret thought."))
                .guardrail(new NoSecrets())
                .limits(limits().withTurns(1)));
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(recorded.events(AgentEvent.GuardrailTripped.class)).singleElement()
                .satisfies(
                        tripped -> assertThat(tripped.decision().measure()).isEqualTo(GuardDecision.Measure.STOPPED));
        assertThat(journal.read(result.runId())).filteredOn(JournalEntry.GuardrailTripped.class::isInstance)
                .hasSize(1);
    }
}
