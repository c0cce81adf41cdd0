package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.failing;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.testing.InMemoryRunJournal;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.runtime.loop.RunSurroundings;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.retry.Backoff;
import dev.qwenagent.runtime.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that fail in the middle of a run, and who goes on. */
@Timeout(30)
class FailOverTest {

    private static final RetryPolicy TWICE = new RetryPolicy(new Backoff(1, Duration.ofMillis(1)),
            new Backoff(1, Duration.ofMillis(1)), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final Desk desk = new Desk();
    private final RecordedRun recorded = new RecordedRun();
    private final InMemoryRunJournal journal = new InMemoryRunJournal();

    private AgentBuilder agent(ScriptedChatModel first, ScriptedChatModel... others) {
        AgentBuilder builder = Agents.builder()
                .model(AgentModel.of("first", first))
                .retry(TWICE)
                .tools(desk)
                .allow("desk.*")
                .listener(recorded)
                .journal(journal);
        for (int i = 0; i < others.length; i++) {
            builder.fallbackModel(AgentModel.of("other" + (i + 1), others[i]));
        }
        return builder;
    }

    private AgentResult run(AgentBuilder builder) {
        try (Agent agent = builder.build()) {
            return agent.run("Work.");
        }
    }

    private static ScriptedChatModel model(ScriptedReply... replies) {
        return ScriptedChatModel.of(replies);
    }

    static Stream<LangChain4jException> whatAnotherModelMayNotHave() {
        return Stream.of(new AuthenticationException("key refused"), new ModelNotFoundException("no such model"));
    }

    @ParameterizedTest
    @MethodSource("whatAnotherModelMayNotHave")
    void nextModelGoesOnInTheMiddleOfTheRun(LangChain4jException problem) {
        var first = model(call("read_page", "{\"page\": \"1\"}"), failing(problem));
        var other = model(call("read_page", "{\"page\": \"2\"}"), text("Two pages."));
        AgentResult result = run(agent(first, other));
        assertThat(result.text()).isEqualTo("Two pages.");
        assertThat(desk.done).containsExactly("read 1", "read 2");
        assertThat(recorded.events(AgentEvent.ModelFailedOver.class)).containsExactly(
                new AgentEvent.ModelFailedOver(result.runId(), 2, "first", "other1", problem.getMessage()));
        assertThat(journal.read(result.runId())).filteredOn(JournalEntry.ModelChosen.class::isInstance)
                .extracting(entry -> ((JournalEntry.ModelChosen) entry).reason())
                .satisfiesExactly(given -> assertThat(given).isEqualTo("given"),
                        because -> assertThat(because)
                                .isEqualTo("given as fallback, because first failed (" + problem.getMessage() + ")"));
        assertThat(first.requests()).as("not asked again in this run").hasSize(2);
        assertThat(other.requests().getFirst().messages()).hasSize(3);
    }

    static Stream<LangChain4jException> whatPassesOrNot() {
        return Stream.of(new InternalServerException("down"), new RateLimitException("overloaded"));
    }

    @ParameterizedTest
    @MethodSource("whatPassesOrNot")
    void modelIsGivenUpOnlyWhenItsRetriesAreUsedUp(LangChain4jException problem) {
        var first = model(failing(problem), failing(problem));
        run(agent(first, model(text("Here."))));
        assertThat(recorded.events(AgentEvent.ModelRetried.class)).hasSize(1);
        assertThat(recorded.events(AgentEvent.ModelFailedOver.class)).hasSize(1);
        assertThat(first.requests()).hasSize(2);
        var patient = model(failing(problem), text("Here."));
        assertThat(run(agent(patient, model())).text()).isEqualTo("Here.");
    }

    static Stream<LangChain4jException> whatIsTheMatterWithTheRequest() {
        return Stream.of(new InvalidRequestException("longer than the context"),
                new ContentFilteredException("refused by the filter"), new UnsupportedFeatureException("no pictures"));
    }

    @ParameterizedTest
    @MethodSource("whatIsTheMatterWithTheRequest")
    void whatIsTheMatterWithTheRequestIsNotTakenElsewhere(LangChain4jException problem) {
        var other = model(text("Never."));
        assertThatThrownBy(() -> run(agent(model(failing(problem)), other))).isInstanceOf(AgentException.class)
                .hasMessageContaining("The model first could not answer: " + problem.getMessage());
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void lastModelsFailureFailsTheRunWhichCanBeResumed() {
        var down = new AuthenticationException("key refused");
        assertThatThrownBy(() -> run(agent(model(failing(down)), model(failing(down)))))
                .hasMessageContaining("The model other1 could not answer: key refused");
        assertThat(recorded.events(AgentEvent.RunEnded.class).getFirst().reason()).isEqualTo(StopReason.FAILED);
        assertThat(StopReason.FAILED.isResumable()).isTrue();
    }

    @Test
    void modelThatMayNotReadTheConversationDoesNotGoOn() {
        var down = new AuthenticationException("key refused");
        var open = model(text("Never."));
        var first = model(call("read_secret", "{}"), failing(down));
        try (Agent agent = agent(first, open).clearedModels("first").build()) {
            assertThatThrownBy(() -> agent.run("Read.")).hasMessageContaining("The model first could not answer");
        }
        assertThat(open.requests()).isEmpty();
    }

    @Test
    void pausesAreThoseOfTheRunsIdWhateverTheChanceOfTheMachine() {
        var failure = new InternalServerException("down");
        var policy = new RetryPolicy(new Backoff(2, Duration.ofMillis(4)), new Backoff(0, Duration.ZERO),
                Duration.ofSeconds(1), Duration.ofSeconds(1));
        List<Duration> pauses = Stream.of(1, 2).flatMap(_ -> {
            var heard = new RecordedRun();
            var world = new RunSurroundings.World(
                    InstantSource.fixed(Instant.EPOCH), System::nanoTime, new Random(7));
            try (Agent agent = agent(model(failing(failure), failing(failure), text("Up."))).retry(policy)
                    .journal(new InMemoryRunJournal())
                    .world(world)
                    .listener(heard)
                    .build()) {
                agent.run("Wait.");
            }
            return heard.events(AgentEvent.ModelRetried.class).stream().map(AgentEvent.ModelRetried::pause);
        }).toList();
        assertThat(pauses).hasSize(4);
        assertThat(pauses.subList(0, 2)).isEqualTo(pauses.subList(2, 4));
    }
}
