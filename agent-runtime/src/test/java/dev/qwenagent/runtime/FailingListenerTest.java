package dev.qwenagent.runtime;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.label.Declassification;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.testing.RecordedRun;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.runtime.loop.RunEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A listener is a guest: what it throws is told once and changes nothing of the run. */
class FailingListenerTest {

    private static final String SECRET = "the secret word";

    private final RecordedRun before = new RecordedRun();
    private final RecordedRun after = new RecordedRun();
    private final List<AgentEvent> told = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RunEvents.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(logged);
    }

    private AgentListener failingOn(Class<? extends AgentEvent> kind, Throwable failure) {
        return event -> {
            told.add(event);
            if (kind.isInstance(event)) {
                switch (failure) {
                    case Error error -> throw error;
                    default -> throw (RuntimeException) failure;
                }
            }
        };
    }

    private AgentResult run(AgentListener failing) {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}").thinking("I read."), text("Hello."));
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(new Desk())
                .allow("desk.*")
                .listener(before)
                .listener(failing)
                .listener(after)
                .build()) {
            return agent.run("Say.");
        }
    }

    private List<ILoggingEvent> warnings() {
        return logged.list.stream().filter(event -> event.getLevel() == Level.WARN).toList();
    }

    private void wasAnswered(AgentResult result) {
        assertThat(result.stopReason()).isEqualTo(StopReason.ANSWERED);
        assertThat(result.text()).isEqualTo("Hello.");
        assertThat(after.events()).isEqualTo(before.events());
        assertThat(after.events().getLast()).isInstanceOfSatisfying(
                AgentEvent.RunEnded.class, ended -> assertThat(ended.reason()).isEqualTo(StopReason.ANSWERED));
    }

    @ParameterizedTest
    @ValueSource(classes = {AgentEvent.RunStarted.class, AgentEvent.Thought.class, AgentEvent.PermissionDecided.class,
        AgentEvent.ToolFinished.class, AgentEvent.TextDelta.class, AgentEvent.Answered.class})
    void listenerThatThrowsIsReportedOnceAndTheRunGoesOn(Class<? extends AgentEvent> kind) {
        wasAnswered(run(failingOn(kind, new IllegalStateException("full disk"))));
        assertThat(told).filteredOn(kind::isInstance).hasSize(1);
        assertThat(told.getLast()).isInstanceOf(kind);
        assertThat(after.events(AgentEvent.ListenerDetached.class)).singleElement().satisfies(detached -> {
            assertThat(detached.listener()).contains("FailingListenerTest");
            assertThat(detached.problem()).contains("full disk");
        });
        int failed = after.events().indexOf(told.getLast());
        assertThat(after.events().get(failed + 1)).isInstanceOf(AgentEvent.ListenerDetached.class);
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void listenerThatThrowsAnErrorIsDetachedAsWell() {
        wasAnswered(run(failingOn(AgentEvent.Thought.class, new StackOverflowError("too deep"))));
        assertThat(after.events(AgentEvent.ListenerDetached.class)).hasSize(1);
    }

    @Test
    void listenerThatThrowsAtTheEndIsLoggedAndNothingIsToldAfterTheEnd() {
        wasAnswered(run(failingOn(AgentEvent.RunEnded.class, new IllegalStateException("full disk"))));
        assertThat(after.events(AgentEvent.ListenerDetached.class)).isEmpty();
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void listenersThatFailTogetherAreToldOfOneByOne() {
        var model = ScriptedChatModel.of(text("Hello."));
        var failure = new IllegalStateException("full disk");
        try (Agent agent = Agents.builder()
                .model(model)
                .listener(failingOn(AgentEvent.RunStarted.class, failure))
                .listener(before)
                .listener(failingOn(AgentEvent.RunStarted.class, failure))
                .build()) {
            assertThat(agent.run("Say.").text()).isEqualTo("Hello.");
        }
        assertThat(told).hasSize(2);
        assertThat(before.events(AgentEvent.ListenerDetached.class)).hasSize(2);
    }

    @Test
    void warningNamesTheListenerAndQuotesNothingOfTheConversation() {
        run(failingOn(AgentEvent.TextDelta.class, new IllegalArgumentException(SECRET)));
        assertThat(warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.getFormattedMessage())
                    .contains("FailingListenerTest", "IllegalArgumentException", "TextDelta")
                    .doesNotContain(SECRET);
            assertThat(warning.getThrowableProxy()).isNull();
        });
    }

    @Test
    void nextRunIsToldToTheListenerAgain() {
        AgentListener failing = failingOn(AgentEvent.RunStarted.class, new IllegalStateException("full disk"));
        try (Agent agent = Agents.builder()
                .model(ScriptedChatModel.of(text("One."), text("Two.")))
                .listener(failing)
                .build()) {
            agent.run("Say.");
            agent.run("Say.");
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void listenerThatCancelsFromWithinIsNoFailure() {
        Agent[] cancelled = new Agent[1];
        try (Agent agent = Agents.builder()
                .model(ScriptedChatModel.of(text("Hello.")))
                .listener(before)
                .listener(event -> {
                    if (event instanceof AgentEvent.TurnStarted) {
                        cancelled[0].cancel();
                    }
                })
                .build()) {
            cancelled[0] = agent;
            assertThat(agent.run("Say.").stopReason()).isEqualTo(StopReason.CANCELLED);
        }
        assertThat(before.events(AgentEvent.ListenerDetached.class)).isEmpty();
    }

    @Test
    void declassificationHoldsWhateverAListenerMakesOfIt() {
        AgentListener failing = failingOn(AgentEvent.Declassified.class, new IllegalStateException("full disk"));
        try (Agent agent = Agents.builder()
                .model(ScriptedChatModel.of(call("read_secret", "{}"), text("Done.")))
                .tools(new Desk())
                .allow("desk.*")
                .listener(failing)
                .listener(after)
                .build()) {
            AgentResult result = agent.run(AgentTask.of("Read.").inConversation("c"));
            String source = result.provenance().sources().getFirst().name();
            agent.declassify("c", new Declassification(source, Label.PLAIN, "Ada", "it was published"));
            assertThat(agent.provenance("c").label()).isEqualTo(Label.PLAIN);
        }
        assertThat(after.events(AgentEvent.Declassified.class)).hasSize(1);
    }
}
