package dev.qwenagent.runtime.permission;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.tool.Admission;
import dev.qwenagent.api.tool.ApprovalTerms;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.BoundCall;
import dev.qwenagent.api.tool.GrantedCall;
import dev.qwenagent.api.tool.Occasion;
import dev.qwenagent.api.tool.PermissionGate;
import dev.qwenagent.api.tool.PermissionListener;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.tools.ToolRegistry;
import dev.qwenagent.tools.builtin.CalculatorTools;
import dev.qwenagent.tools.builtin.FileTools;
import dev.qwenagent.tools.builtin.Workspace;
import dev.qwenagent.tools.process.ProcessTools;
import dev.qwenagent.tools.web.WebTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs from the model's arguments to the grant: guardrails on the thought with the call, binding, 1,000 rules, the gate.
 * The call is allowed and its resource is canonical. A sample is one call; the median is its 50th percentile.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class AdmissionBenchmark {

    private static final int RULES = 1_000;
    private static final int GUARDRAILS = 3;

    /** Which call is admitted. */
    @Param({"calculator", "http_get", "run_command", "read_file"})
    public String tool;

    private Path folder;
    private ToolRegistry tools;
    private PermissionGate gate;
    private List<Guardrail> guardrails;
    private RunSoFar run;
    private ToolExecutionRequest request;
    private Occasion occasion;

    @Setup
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("admission").toRealPath();
        Files.createDirectories(folder.resolve("docs/notes"));
        Files.writeString(folder.resolve("docs/notes/a.txt"), "a");
        Workspace workspace = Workspace.of(folder);
        tools = ToolRegistry.of(new CalculatorTools(), new FileTools(workspace), new WebTools(),
                new ProcessTools(workspace));
        gate = new PermissionGate("run", rules(), ApprovalTerms.of(Approver.NOBODY), PermissionListener.NONE);
        guardrails = new ArrayList<>();
        run = new RunSoFar("run", 1, List.of(), Map.of(), Provenance.NONE);
        for (int i = 0; i < GUARDRAILS; i++) {
            guardrails.add(new WordGuardrail("forbidden word " + i));
        }
        request = ToolExecutionRequest.builder().id("call_1").name(tool).arguments(arguments()).build();
        occasion = new Occasion(1, "I shall look it up in the notes, since that is where such things are. ".repeat(10),
                Provenance.NONE);
        if (!(admit() instanceof GrantedCall)) {
            throw new IllegalStateException("the call has to be allowed, or something else is measured");
        }
    }

    private String arguments() {
        return switch (tool) {
            case "calculator" -> "{\"expression\":\"6 * 7\"}";
            case "http_get" -> "{\"url\":\"https://api.example.com/v1/items?page=2\"}";
            case "run_command" -> "{\"command\":\"ls -l docs\"}";
            default -> "{\"path\":\"" + folder + "/docs/notes/a.txt\"}";
        };
    }

    /** A third allows, a third asks, a third denies; the four that allow the calls are among them. */
    private ScopeRules rules() {
        List<ScopePattern> allow = new ArrayList<>(List.of(ScopePattern.of("calc.evaluate"),
                ScopePattern.of("net.get:https://api.example.com/**"), ScopePattern.of("process.run:ls *"),
                ScopePattern.of("file.read:" + folder + "/docs/**")));
        List<ScopePattern> ask = new ArrayList<>();
        List<ScopePattern> deny = new ArrayList<>();
        for (int i = 0; allow.size() + ask.size() + deny.size() < RULES; i++) {
            List<ScopePattern> list = List.of(allow, ask, deny).get(i % 3);
            list.add(ScopePattern.of(switch (i % 5) {
                case 0 -> "file.read:" + folder + "/team-" + i + "/**";
                case 1 -> "file.write:" + folder + "/docs/report-" + i + "/*.md";
                case 2 -> "net.get:https://host-" + i + ".example.com/v1/**";
                case 3 -> "process.run:tool-" + i + " --read *";
                default -> "rooms.book:building-" + i + "/**";
            }));
        }
        return new ScopeRules(allow, ask, deny);
    }

    private record WordGuardrail(String word) implements Guardrail {
        @Override
        public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
                List<ToolExecutionRequest> calls) {
            return thinking.contains(word) ? GuardVerdict.stop(word) : GuardVerdict.pass();
        }
    }

    /** From the arguments to the grant. */
    @Benchmark
    public Admission admit() {
        for (Guardrail guardrail : guardrails) {
            if (!(guardrail.beforeAction(run, occasion.thinking(), List.of(request)) instanceof GuardVerdict.Pass)) {
                throw new IllegalStateException("the guardrails have to pass");
            }
        }
        try {
            return gate.admit((BoundCall) tools.bind(request), occasion);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody is asked", e);
        }
    }

    @TearDown
    public void tidy() throws IOException {
        for (String name : List.of("docs/notes/a.txt", "docs/notes", "docs", "")) {
            Files.delete(folder.resolve(name));
        }
    }
}
