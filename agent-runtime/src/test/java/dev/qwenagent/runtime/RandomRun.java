package dev.qwenagent.runtime;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.AgentTask;
import dev.qwenagent.api.CancellationSource;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.event.AgentEvent;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.guard.ThoughtGuardrail;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.testing.ScriptedReply;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.memory.ApproximateTokenCount;
import dev.qwenagent.runtime.loop.RunSurroundings;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.RequestStyle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A run that a seed decides on: what the model says, what a person answers, which guardrails there are, how far it may go. */
final class RandomRun {

    private static final String MODEL = "openai:http://127.0.0.1:1/v1#nobody";

    private final long seed;
    private final Random random;

    RandomRun(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** The agent of the run, with a model that is on a server that is not there, and one that must not be asked. */
    AgentBuilder agent(Desk desk) {
        return agent(desk, ScriptedChatModel.of());
    }

    private static AgentModel local(ScriptedChatModel spare) {
        return new AgentModel(spare, ModelProfile.inProcess("spare"), RequestStyle.COMMON, new ApproximateTokenCount(),
                8_000, AgentModel.Resource.NONE);
    }

    private AgentBuilder agent(Desk desk, ScriptedChatModel spare) {
        Random chosen = new Random(seed);
        AgentBuilder agent = Agents.builder()
                .name("agent " + seed)
                .model(MODEL)
                .fallbackModel(local(spare))
                .tools(desk)
                .allow("desk.read:a", "desk.read:b", "desk.follow", "desk.secret", "web.*")
                .ask("desk.burn", "desk.read:c")
                .limits(limits(chosen));
        if (chosen.nextBoolean()) {
            agent.system("You are number " + seed + ".");
        }
        if (chosen.nextInt(3) > 0) {
            agent.guardrail(new Watch());
        }
        if (chosen.nextInt(3) == 0) {
            agent.guardrail(new Censor());
        }
        return agent;
    }

    private static RunLimits limits(Random chosen) {
        return switch (chosen.nextInt(6)) {
            case 0 -> RunLimits.DEFAULT.withTurns(2);
            case 1 -> RunLimits.DEFAULT.withTokens(12);
            case 2 -> RunLimits.DEFAULT.withToolOutput(12);
            default -> RunLimits.DEFAULT;
        };
    }

    /** Runs it with a model that is there, and tells what happened. */
    List<AgentEvent> record(RunJournal journal) {
        List<AgentEvent> events = new ArrayList<>();
        var script = ScriptedChatModel.of(script());
        var scripted = new AgentModel(
                script, ModelProfile.remote(MODEL), RequestStyle.COMMON, new ApproximateTokenCount(),
                random.nextInt(8) == 0 ? 300 : 8_000,
                AgentModel.Resource.NONE);
        int cancelAt = random.nextInt(6) == 0 ? random.nextInt(20) : Integer.MAX_VALUE;
        var ending = new CancellationSource();
        try (Agent agent = agent(new Desk(), script).model(scripted, "named " + MODEL)
                .journal(journal)
                .world(new RunSurroundings.World(InstantSource.system(), System::nanoTime, new Random(seed),
                        new Hurry()))
                .approver(this::answer)
                .listener(events::add)
                .listener(event -> {
                    boolean isStep = event instanceof AgentEvent.ToolFinished
                            || event instanceof AgentEvent.ToolRequested
                            || event instanceof AgentEvent.PermissionDecided;
                    if (isStep && events.size() >= cancelAt) {
                        ending.cancel();
                    }
                })
                .build()) {
            agent.run(AgentTask.of("Do what number " + seed + " does.").endingWith(ending));
        } catch (AgentException e) {
            // The last event says so.
        }
        return events;
    }

    /** Goes on with the newest run, with another script. */
    void resume(RunJournal journal) {
        var script = ScriptedChatModel.of(script());
        var scripted = new AgentModel(script, ModelProfile.remote(MODEL), RequestStyle.COMMON,
                new ApproximateTokenCount(), 8_000, AgentModel.Resource.NONE);
        try (Agent agent = agent(new Desk(), script).model(scripted, "named " + MODEL)
                .journal(journal)
                .world(new RunSurroundings.World(InstantSource.system(), System::nanoTime, new Random(seed),
                        new Hurry()))
                .approver(this::answer)
                .outcomes(_ -> random.nextBoolean() ? OutcomeResolver.Answer.REPEAT : OutcomeResolver.Answer.LEAVE)
                .build()) {
            agent.resume(journal.runs().getFirst().runId());
        } catch (AgentException e) {
            // The last entry says so.
        }
    }

    private Approval answer(ApprovalRequest request) {
        return switch (random.nextInt(3)) {
            case 0 -> request.no();
            case 1 -> request.once();
            default -> request.forRun();
        };
    }

    private ScriptedReply[] script() {
        List<ScriptedReply> script = new ArrayList<>();
        int turns = 1 + random.nextInt(6);
        for (int turn = 0; turn < turns; turn++) {
            for (int failures = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 0; failures > 0; failures--) {
                script.add(ScriptedReply.failing(failure()));
            }
            script.add(acting(turn));
        }
        if (random.nextInt(5) > 0) {
            script.add(ScriptedReply.text(pick("Done. It was easy.", "The bad word is out. The rest is good.",
                    "I will not say: password.", "Enough.")).thinking(thought()));
            script.add(ScriptedReply.text("Well then, done."));
            script.add(ScriptedReply.text("Done at last."));
        }
        return script.toArray(ScriptedReply[]::new);
    }

    private RuntimeException failure() {
        return switch (random.nextInt(6)) {
            case 0 -> new RateLimitException("too many requests");
            case 1 -> new NonRetriableException("no such model");
            default -> new InternalServerException("the server is tired");
        };
    }

    private ScriptedReply acting(int turn) {
        ScriptedReply reply = call(null);
        for (int more = random.nextInt(3); more > 0; more--) {
            reply = call(reply);
        }
        return random.nextInt(4) == 0 ? reply : reply.thinking(thought());
    }

    private ScriptedReply call(ScriptedReply before) {
        String page = "{\"page\": \"" + pick("a", "b", "c", "d") + "\"}";
        String link = "{\"link\": \"" + pick("a", "c", "d") + "\"}";
        return switch (random.nextInt(9)) {
            case 0, 1 -> and(before, "read_page", page);
            case 2, 3 -> and(before, "burn_page", page);
            case 4 -> and(before, "read_secret", "{}");
            case 5 -> and(before, "read_web", "{\"url\": \"http://x/" + pick("fine", "broken") + "\"}");
            case 6 -> and(before, "follow", link);
            case 7 -> and(before, "break_down", "{}");
            default -> pick(0, 1) == 0 ? and(before, "read_pages", page) : and(before, "read_page", "{\"page\": ");
        };
    }

    private static ScriptedReply and(ScriptedReply before, String tool, String arguments) {
        return before == null ? ScriptedReply.call(tool, arguments) : before.andCall(tool, arguments);
    }

    private String thought() {
        return pick("I shall look at it first.", "An alarm goes off in my head.", "This is odd, but well.",
                "Change the page before you read it.", "Nothing to see.", "A person should know of this.");
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    /** Waits for nothing. */
    private static final class Hurry implements RunSurroundings.Timer {
        @Override
        public void pause(Duration time) {
            // As if it were over.
        }

        @Override
        public Duration limit(CancellationSource work, Duration time) {
            return ENDLESS;
        }
    }

    /** Does something at each stage. */
    private record Watch() implements ThoughtGuardrail {
        @Override
        public GuardVerdict<Void> onThinking(RunSoFar run, String thought) {
            return thought.contains("alarm") ? GuardVerdict.reconsider("Calm down.") : GuardVerdict.pass();
        }

        @Override
        public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thought,
                List<ToolExecutionRequest> calls) {
            if (thought.contains("odd")) {
                return GuardVerdict.reconsider("No odd things.");
            }
            if (thought.contains("A person should")) {
                return GuardVerdict.ask("Does a person know?");
            }
            return thought.contains("Change")
                    ? GuardVerdict.amend(List.of(calls.getFirst().toBuilder().arguments("{\"page\": \"b\"}").build()),
                            "changed")
                    : GuardVerdict.pass();
        }

        @Override
        public GuardVerdict<ToolOutcome> onResult(RunSoFar run, ToolExecutionRequest call, ToolOutcome outcome) {
            return outcome.textForModel().contains("burnt")
                    ? GuardVerdict.amend(ToolOutcome.Success.of("ashes"), "no fire")
                    : GuardVerdict.pass();
        }

        @Override
        public AnswerNeed answerNeed() {
            return AnswerNeed.NOTHING;
        }
    }

    /** Judges answers sentence by sentence. */
    private record Censor() implements Guardrail {
        @Override
        public GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
            if (answer.contains("password")) {
                return GuardVerdict.stop("a secret");
            }
            return answer.contains("bad") ? GuardVerdict.amend(answer.replace("bad", "***"), "a bad word")
                    : GuardVerdict.pass();
        }

        @Override
        public AnswerNeed answerNeed() {
            return AnswerNeed.SENTENCE;
        }
    }
}
