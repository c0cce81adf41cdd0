package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.runtime.guard.AllowedDomains;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** An answer is told as it streams, as far as guardrails let it. */
class AnswerNeedTest {

    private final RecordedRun recorded = new RecordedRun();

    private static Guardrail guardrail(AnswerNeed need, Function<String, GuardVerdict<String>> rule) {
        return new Guardrail() {
            @Override
            public AnswerNeed answerNeed() {
                return need;
            }

            @Override
            public GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
                return rule.apply(answer);
            }
        };
    }

    private AgentResult run(ScriptedChatModel model, Guardrail... guardrails) {
        AgentBuilder builder = Agents.builder().model(model).listener(recorded);
        List.of(guardrails).forEach(builder::guardrail);
        try (Agent agent = builder.build()) {
            return agent.run("Tell.");
        }
    }

    private String told() {
        return String.join("",
                recorded.events(AgentEvent.TextDelta.class).stream().map(AgentEvent.TextDelta::text).toList());
    }

    @Test
    void guardrailThatNeedsNothingHoldsNothingBack() {
        run(ScriptedChatModel.of(text("One two three.")), guardrail(AnswerNeed.NOTHING, answer -> GuardVerdict.pass()));
        assertThat(told()).isEqualTo("One two three.");
        assertThat(recorded.events(AgentEvent.TextDelta.class)).hasSizeGreaterThan(1);
    }

    @Test
    void guardrailThatSaysNothingOfItsNeedHoldsAllBack() {
        run(ScriptedChatModel.of(text("One two three.")), new Guardrail() {});
        assertThat(told()).isEmpty();
        assertThat(recorded.events(AgentEvent.Answered.class)).hasSize(1);
    }

    @Test
    void sentencesAreToldOneByOne() {
        run(ScriptedChatModel.of(text("One two. Three four. Five")),
                guardrail(AnswerNeed.SENTENCE, answer -> GuardVerdict.pass()));
        assertThat(recorded.events(AgentEvent.TextDelta.class)).extracting(AgentEvent.TextDelta::text)
                .containsExactly("One two. ", "Three four. ", "Five");
    }

    @Test
    void wordThatIsNotToBeToldIsNotToldInPart() {
        AgentResult result = run(ScriptedChatModel.of(text("The code word is swordfish, I think, or so they say.")),
                guardrail(AnswerNeed.window(12), answer -> answer.contains("swordfish")
                        ? GuardVerdict.stop("the code word")
                        : GuardVerdict.pass()));
        assertThat(result.stopReason()).isEqualTo(StopReason.BLOCKED);
        assertThat(told()).doesNotContain("sw").startsWith("The ");
    }

    @Test
    void wordIsAmendedInTheStreamAsInTheAnswer() {
        AgentResult result = run(ScriptedChatModel.of(text("The code word is swordfish, I think, or so they say.")),
                guardrail(AnswerNeed.window(12), answer -> answer.contains("swordfish")
                        ? GuardVerdict.amend(answer.replace("swordfish", "(hidden)"), "the code word")
                        : GuardVerdict.pass()));
        assertThat(result.text()).isEqualTo("The code word is (hidden), I think, or so they say.");
        assertThat(told()).isEqualTo(result.text());
    }

    @Test
    void addressThatHasArrivedInPartIsNotTakenForAnother() {
        AgentResult result = run(
                ScriptedChatModel.of(text("It is there. See https://docs.example.org/page for more. Bye.")),
                AllowedDomains.of("example.org"));
        assertThat(result.text()).isEqualTo("It is there. See https://docs.example.org/page for more. Bye.");
        assertThat(told()).isEqualTo(result.text());
        assertThat(recorded.events(AgentEvent.GuardrailTripped.class)).isEmpty();
    }

    @Test
    void partThatIsSentBackEndsTheReplyAndTheModelAnswersAgain() {
        var model = ScriptedChatModel.of(text("Damn it all. And more of it."), text("Oh dear."));
        AgentResult result = run(model, guardrail(AnswerNeed.SENTENCE, answer -> answer.contains("Damn")
                ? GuardVerdict.reconsider("Be polite.")
                : GuardVerdict.pass()));
        assertThat(result.text()).isEqualTo("Oh dear.");
        assertThat(told()).isEqualTo("Oh dear.");
        assertThat(model.requests().getLast().messages().toString()).contains("Be polite.").doesNotContain("Damn");
    }
}
