package dev.qwenagent.runtime;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentException;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.RunLimits;
import dev.qwenagent.api.event.AgentListener;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.journal.RunJournal;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.label.ModelProfile.Residence;
import dev.qwenagent.api.plan.Planner;
import dev.qwenagent.api.plan.ThinkingMode;
import dev.qwenagent.api.tool.ApprovalTerms;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.OutcomeResolver;
import dev.qwenagent.api.tool.PermissionPolicy;
import dev.qwenagent.api.tool.ResourceLabels;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.planners.ToolCallingPlanner;
import dev.qwenagent.runtime.cost.PriceList;
import dev.qwenagent.runtime.loop.AgentSetup;
import dev.qwenagent.runtime.loop.RunSurroundings;
import dev.qwenagent.runtime.loop.Workplace;
import dev.qwenagent.runtime.models.AgentModel;
import dev.qwenagent.runtime.models.GenerationSettings;
import dev.qwenagent.runtime.models.Models;
import dev.qwenagent.runtime.permission.RuleCheck;
import dev.qwenagent.runtime.permission.ScopeRules;
import dev.qwenagent.runtime.retry.RetryPolicy;
import dev.qwenagent.runtime.routing.ModelRoster;
import dev.qwenagent.runtime.telemetry.Telemetry;
import dev.qwenagent.tools.ToolRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an agent together. What is not said has a default: the demo model, no tools, nothing permitted, nobody to ask, the
 * limits of {@link RunLimits#DEFAULT}, conversations in memory, no journal. Not thread-safe.
 *
 * <p>It is longer than other files since every choice has one method of a few lines here, so that a program's completion list is all
 * that there is to choose.
 *
 * {@snippet file="dev/qwenagent/examples/Hello.java" region="agent"}
 */
public final class AgentBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(AgentBuilder.class);

    private String name = "agent";
    private String modelName = "demo";
    private @Nullable AgentModel model;
    private String modelReason = "given";
    private GenerationSettings settings = GenerationSettings.DEFAULT;
    private ToolRegistry tools = ToolRegistry.of();
    private @Nullable Duration toolTime;
    private ScopeRules rules = ScopeRules.NOTHING;
    private @Nullable PermissionPolicy policy;
    private Approver approver = Approver.NOBODY;
    private Duration approvalTime = ApprovalTerms.USUAL_VALIDITY;
    private ResourceLabels labels = ResourceLabels.NONE;
    private OutcomeResolver outcomes = OutcomeResolver.NOBODY;
    private final List<String> cleared = new ArrayList<>();
    private final List<ModelRoster.Entry> fallbacks = new ArrayList<>();
    private final List<String> namedFallbacks = new ArrayList<>();
    private final List<Guardrail> guardrails = new ArrayList<>();
    private final List<AgentListener> listeners = new ArrayList<>();
    private Planner planner = new ToolCallingPlanner();
    private ThinkingMode thinking = ThinkingMode.AUTO;
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private RunLimits limits = RunLimits.DEFAULT;
    private PriceList prices = PriceList.NONE;
    private @Nullable String system;
    private RunJournal journal = RunJournal.NONE;
    private List<String> origin = List.of();
    private ChatMemoryStore conversations = new InMemoryChatMemoryStore();
    private @Nullable Telemetry telemetry;
    private Workplace workplace = Workplace.OWN_THREAD;
    private RunSurroundings.World world = RunSurroundings.World.real();

    AgentBuilder() {}

    /** The name that events carry; {@code agent} by default. */
    public AgentBuilder name(String newName) {
        name = newName;
        return this;
    }

    /**
     * The model by its name: {@code demo}, the path of a GGUF file, {@code qwen:NAME} or {@code openai:URL#NAME}. The agent
     * opens it, and closes it with itself.
     */
    public AgentBuilder model(String newName) {
        modelName = newName;
        model = null;
        return this;
    }

    /** A LangChain4j model of the caller's, who closes it. It counts as remote: see {@link #model(AgentModel)}. */
    public AgentBuilder model(StreamingChatModel chat) {
        return model(AgentModel.of(chat.getClass().getSimpleName(), chat));
    }

    /** A LangChain4j model of the caller's that does not stream, see {@link #model(StreamingChatModel)}. */
    public AgentBuilder model(ChatModel chat) {
        return model(AgentModel.of(chat.getClass().getSimpleName(), chat));
    }

    /** A model with what is known of it; it is closed with the agent if it has something to close. */
    public AgentBuilder model(AgentModel newModel) {
        return model(newModel, "given");
    }

    /** A model with why it was chosen, for people; see {@link #model(AgentModel)}. */
    public AgentBuilder model(AgentModel newModel, String reason) {
        model = newModel;
        modelReason = reason;
        return this;
    }

    /**
     * One more model, by its name, for what those before it may not read or cannot answer: once a conversation is confidential,
     * its runs go on with the first model that is cleared for it, and when a model fails for good in the middle of a run, with
     * the next one. The agent opens it with the others, and closes it.
     */
    public AgentBuilder fallbackModel(String otherName) {
        namedFallbacks.add(otherName);
        return this;
    }

    /** One more model with what is known of it, after those that are named; see {@link #fallbackModel(String)}. */
    public AgentBuilder fallbackModel(AgentModel otherModel) {
        fallbacks.add(new ModelRoster.Entry(otherModel, "given as fallback"));
        return this;
    }

    /**
     * Models on servers that may read what is confidential, by the names that they were given by, exactly. Without it none may.
     */
    public AgentBuilder clearedModels(String... names) {
        cleared.addAll(List.of(names));
        return this;
    }

    /** What is known of the files, addresses and other things that calls touch; nothing by default. */
    public AgentBuilder labels(ResourceLabels newLabels) {
        labels = newLabels;
        return this;
    }

    /** How the model picks its tokens; its own defaults if not said. */
    public AgentBuilder settings(GenerationSettings newSettings) {
        settings = newSettings;
        return this;
    }

    /**
     * Objects with {@code @Tool} methods, each with a declared scope.
     *
     * @throws dev.qwenagent.api.AgentException if a method cannot be a tool, with the reason and what to do
     */
    public AgentBuilder tools(Object... objects) {
        return tools(ToolRegistry.of(objects));
    }

    /** The tools of a registry, in the place of those named before. */
    public AgentBuilder tools(ToolRegistry registry) {
        tools = registry;
        return this;
    }

    /**
     * How long one call may take of a tool that does not say so itself ({@code @TimeLimit}); as long as the run by default. Then
     * the call is ended and the model told, and the run goes on. The time in which a person is asked does not count.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public AgentBuilder toolTime(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a call has to have some time, found " + limit);
        }
        toolTime = limit;
        return this;
    }

    /**
     * Scopes that may be used without asking, such as {@code file.read:/data/**}.
     *
     * @throws IllegalArgumentException if one is not a scope pattern
     */
    public AgentBuilder allow(String... patterns) {
        for (String pattern : patterns) {
            rules = rules.allowing(ScopePattern.of(pattern));
        }
        return this;
    }

    /** Scopes whose every use the {@link #approver} decides on, see {@link #allow}. */
    public AgentBuilder ask(String... patterns) {
        for (String pattern : patterns) {
            rules = rules.asking(ScopePattern.of(pattern));
        }
        return this;
    }

    /** Scopes that must not be used, whatever {@link #allow}, {@link #ask} or a {@link #policy} says. */
    public AgentBuilder deny(String... patterns) {
        for (String pattern : patterns) {
            rules = rules.denying(ScopePattern.of(pattern));
        }
        return this;
    }

    /** The tools so far. */
    public ToolRegistry registry() {
        return tools;
    }

    /** The rules of {@link #allow}, {@link #ask} and {@link #deny} so far. */
    public ScopeRules rules() {
        return rules;
    }

    /** A policy of one's own, in the place of the rules of {@link #allow} and {@link #ask}; those of {@link #deny} hold. */
    public AgentBuilder policy(PermissionPolicy newPolicy) {
        policy = newPolicy;
        return this;
    }

    /** Who decides where the policy asks; nobody by default, which means no. */
    public AgentBuilder approver(Approver newApprover) {
        approver = newApprover;
        return this;
    }

    /** How long the {@link #approver} may take; after that the answer is no. Ten minutes by default. */
    public AgentBuilder approvalTime(Duration newTime) {
        approvalTime = newTime;
        return this;
    }

    /**
     * Who decides, when a run is resumed, on calls that were under way when it was interrupted and whose tools are not idempotent;
     * nobody by default, and then the run is put down again.
     */
    public AgentBuilder outcomes(OutcomeResolver newResolver) {
        outcomes = newResolver;
        return this;
    }

    /** One more guardrail, asked after those before it. */
    public AgentBuilder guardrail(Guardrail guardrail) {
        guardrails.add(guardrail);
        return this;
    }

    /** One more listener to the events of all runs. */
    public AgentBuilder listener(AgentListener listener) {
        listeners.add(listener);
        return this;
    }

    /** How the next step is chosen; by the model's own tool calls by default. */
    public AgentBuilder planner(Planner newPlanner) {
        planner = newPlanner;
        return this;
    }

    /** How the model thinks; as it does by default if not said. */
    public AgentBuilder thinking(ThinkingMode mode) {
        thinking = mode;
        return this;
    }

    /** When a request to a model that failed is made again; as {@link RetryPolicy#DEFAULT} says if not said. */
    public AgentBuilder retry(RetryPolicy policy) {
        retry = policy;
        return this;
    }

    /** How far one run may go. A limit of money needs the {@link #prices} of all models on servers, in its currency. */
    public AgentBuilder limits(RunLimits newLimits) {
        limits = newLimits;
        return this;
    }

    /** What the tokens of models on servers cost; none is known by default. */
    public AgentBuilder prices(PriceList newPrices) {
        prices = newPrices;
        return this;
    }

    /** What the model is told at the front of every conversation; nothing by default. */
    public AgentBuilder system(String text) {
        system = text;
        return this;
    }

    /** Where runs are written down; the caller closes it. */
    public AgentBuilder journal(RunJournal newJournal) {
        journal = newJournal;
        return this;
    }

    /** Words that the journal keeps with each run, by which the program can build this agent again to resume it. */
    public AgentBuilder origin(List<String> words) {
        origin = List.copyOf(words);
        return this;
    }

    /** Where conversations with an id are kept; in memory by default. */
    public AgentBuilder conversations(ChatMemoryStore store) {
        conversations = store;
        return this;
    }

    /**
     * Where the spans and the metrics of runs go, see {@link Telemetry}. By default to the OpenTelemetry that is registered for
     * the process when the agent is built, and nowhere if none is; {@link OpenTelemetry#noop()} turns it off.
     */
    public AgentBuilder openTelemetry(OpenTelemetry newTelemetry) {
        telemetry = Telemetry.of(newTelemetry);
        return this;
    }

    /**
     * Runs work on the thread that starts them, with what is bound to it: a transaction, a security context. A model or a tool
     * that does not heed the interruption of its thread then holds the caller beyond the time limit and a cancellation; see
     * {@link Workplace}. Guardrails, approvers, calls with a time limit and calls that run together have threads of their own all the same.
     */
    public AgentBuilder onCallingThread() {
        workplace = Workplace.CALLING_THREAD;
        return this;
    }

    /** The time of day, by which runs are dated and answers expire; the machine's by default. */
    public AgentBuilder clock(InstantSource clock) {
        world = new RunSurroundings.World(clock, world.nanoTime(), world.random(), world.timer());
        return this;
    }

    /** Time and chance, for tests. */
    AgentBuilder world(RunSurroundings.World newWorld) {
        world = newWorld;
        return this;
    }

    /**
     * The agent.
     *
     * @throws dev.qwenagent.api.AgentException if the model's name is not one, or the model cannot be opened
     */
    public Agent build() {
        RuleCheck.slips(rules, tools).forEach(slip -> LOG.warn("agent {}: {}", name, slip));
        AgentSetup setup = setup(openedModels());
        requirePrices(setup.mind().models());
        AgentModel smallest = setup.mind().models().smallest();
        int window = smallest.contextTokens() - ConfiguredAgent.reserve(smallest.contextTokens(), settings);
        var reporting = new Reporting(
                listeners, journal, origin, telemetry == null ? Telemetry.registered() : telemetry);
        return new ConfiguredAgent(
                setup, reporting, world,
                new Conversations(conversations, system, window, smallest.tokens()));
    }

    /** A limit that cannot be kept is refused before anything is spent. */
    private void requirePrices(ModelRoster models) {
        Money limit = limits.money();
        for (ModelRoster.Entry entry : models.entries()) {
            ModelProfile model = entry.model().profile();
            boolean isCounted = limit == null || model.residence() == Residence.IN_PROCESS
                    || prices.of(model).filter(price -> price.currency().equals(limit.currency())).isPresent();
            if (!isCounted) {
                models.entries().forEach(opened -> opened.model().resource().close());
                throw new AgentException("a run may cost " + limit + ", and the price of the model " + model.name()
                        + " is not known in " + limit.currency() + "; give its price, or leave the limit out");
            }
        }
    }

    /**
     * What the loop knows of the agent, with others in the place of its models, which are not opened: to replay a run where they
     * are not at hand.
     *
     * @param other makes what stands in a model's place, given where that one runs and what it may see
     * @throws dev.qwenagent.api.AgentException if a model's name is none
     */
    public AgentSetup setup(Function<ModelProfile, AgentModel> other) {
        return setup(models(name -> other.apply(Models.profile(name)), known -> other.apply(known.profile())));
    }

    /** What the model is told at the front of every conversation; empty if nothing. */
    public Optional<String> system() {
        return Optional.ofNullable(system);
    }

    private AgentSetup setup(List<ModelRoster.Entry> models) {
        var roster = new ModelRoster(models.stream().map(this::withClearance).toList());
        var mind = new AgentSetup.Mind(roster, planner, thinking, settings, retry);
        var permissions = new AgentSetup.Permissions(
                policy == null ? rules : rules.denyingBefore(policy), approver, approvalTime, labels,
                outcomes);
        return new AgentSetup(name, mind, new AgentSetup.Toolbox(tools, toolTime), permissions, guardrails,
                new AgentSetup.Budget(limits, prices), workplace);
    }

    private List<ModelRoster.Entry> openedModels() {
        List<AgentModel> opened = new ArrayList<>();
        try {
            return models(modelToOpen -> {
                AgentModel open = Models.open(modelToOpen);
                opened.add(open);
                return open;
            }, known -> {
                opened.add(known);
                return known;
            });
        } catch (RuntimeException e) {
            opened.forEach(known -> known.resource().close());
            throw e;
        }
    }

    /** The agent's models in their order: those that were named, and those that were given. */
    private List<ModelRoster.Entry> models(Function<String, AgentModel> named, UnaryOperator<AgentModel> given) {
        List<ModelRoster.Entry> entries = new ArrayList<>();
        entries.add(model == null
                ? new ModelRoster.Entry(named.apply(modelName), "named " + modelName)
                : new ModelRoster.Entry(given.apply(model), modelReason));
        for (String other : namedFallbacks) {
            entries.add(new ModelRoster.Entry(named.apply(other), "fallback " + other));
        }
        fallbacks.forEach(entry -> entries.add(new ModelRoster.Entry(given.apply(entry.model()), entry.reason())));
        return entries;
    }

    private ModelRoster.Entry withClearance(ModelRoster.Entry entry) {
        ModelProfile profile = entry.model().profile();
        return cleared.contains(profile.name())
                ? new ModelRoster.Entry(
                        entry.model()
                                .withProfile(new ModelProfile(profile.name(), profile.residence(),
                                        Confidentiality.CONFIDENTIAL)),
                        entry.reason())
                : entry;
    }
}
