package dev.qwenagent.runtime.guard;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.output.TokenUsage;
import dev.qwenagent.api.Agent;
import dev.qwenagent.api.AgentResult;
import dev.qwenagent.api.AgentResult.Step;
import dev.qwenagent.api.Money;
import dev.qwenagent.api.StopReason;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import dev.qwenagent.api.label.ModelProfile;
import dev.qwenagent.api.label.Provenance;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.runtime.Desk;
import dev.qwenagent.runtime.cost.Price;
import dev.qwenagent.runtime.cost.PriceList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyMadeGuardrailTest {

    private static final RunSoFar NEW = new RunSoFar("r", 1, List.of(), Map.of(), Provenance.NONE);

    private static ToolExecutionRequest request(String tool, String arguments) {
        return ToolExecutionRequest.builder().id("1").name(tool).arguments(arguments).build();
    }

    private static GuardVerdict<List<ToolExecutionRequest>> action(Guardrail guardrail, String thinking, String tool,
            String arguments) {
        return guardrail.beforeAction(NEW, thinking, List.of(request(tool, arguments)));
    }

    private static RunSoFar after(String... outcomes) {
        var steps = List.of(outcomes)
                .stream()
                .map(outcome -> new Step("", List.of(new AgentResult.Call(
                        request("look", "{\"a\":1,\"b\":[2]}"), ToolOutcome.Success.of(outcome)))))
                .toList();
        return new RunSoFar("r", steps.size() + 1, steps, Map.of(), Provenance.NONE);
    }

    @Test
    void sameCallWithTheSameOutcomeIsSentBackHoweverItIsWritten() {
        var guardrail = new RepeatedCalls(2);
        var again = List.of(request("look", "{ \"b\": [2], \"a\": 1 }"));
        assertThat(guardrail.beforeAction(after("x"), "", again)).isInstanceOf(GuardVerdict.Pass.class);
        assertThat(guardrail.beforeAction(after("x", "x"), "", again)).isInstanceOf(GuardVerdict.Reconsider.class);
        assertThat(guardrail.beforeAction(after("x", "y"), "", again)).isInstanceOf(GuardVerdict.Pass.class);
        assertThat(guardrail.beforeAction(after("x", "x"), "", List.of(request("look", "{\"a\":2}"))))
                .isInstanceOf(GuardVerdict.Pass.class);
        assertThat(guardrail.beforeAction(after("x", "x"), "", List.of(request("see", "{\"a\":1,\"b\":[2]}"))))
                .isInstanceOf(GuardVerdict.Pass.class);
        assertThatThrownBy(() -> new RepeatedCalls(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sameCallSeveralTimesInOneTurnCounts() {
        var twice = List.of(request("look", "{}"), request("look", "{}"), request("look", " {}"));
        assertThat(new RepeatedCalls(2).beforeAction(NEW, "", twice)).isInstanceOf(GuardVerdict.Reconsider.class);
        assertThat(new RepeatedCalls(3).beforeAction(NEW, "", twice)).isInstanceOf(GuardVerdict.Pass.class);
    }

    @Test
    void modelThatGoesInCirclesIsToldAndAnswers() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}"), call("read_page", "{\"page\": \"1\"}"),
                call("read_page", "{\"page\":\"1\"}"), text("It says hello."));
        var desk = new Desk();
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(desk)
                .allow("desk.read")
                .guardrail(new RepeatedCalls(2))
                .build()) {
            assertThat(agent.run("Read.").text()).isEqualTo("It says hello.");
        }
        assertThat(desk.done).hasSize(2);
        assertThat(model.requests().getLast().messages().getLast().toString()).contains("same arguments 2 times");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I am not allowed to write files. I write it anyway.   | write_file
            I'm not permitted to do that.                         | calculator
            I must not do this, but it is quick.                  | calculator
            The file is secret. I should not read it.             | read_file
            I don't have permission to use the calculator.        | calculator
            We do not have the authorization to delete anything.  | delete_file
            The user has not approved sending mail.               | send_mail
            It is forbidden to burn a page                        | burn_page
            我没有权限写文件 write_file。                            | write_file
            我不应该这样做。                                          | write_file
            """)
    void callThatItsOwnThoughtForbidsIsSentBack(String thought, String tool) {
        assertThat(action(new ThoughtContradictsCall(), thought, tool, "{}"))
                .isInstanceOf(GuardVerdict.Reconsider.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I am not allowed to write files, so I only read.      | read_file
            I am allowed to write files.                          | write_file
            I must not forget the unit.                           | convert_units
            I should not guess the time. I look at the clock.     | current_time
            The user has no permission slip in the folder.        | list_files
            My tools: calculator. The tool calculator fits.       | calculator
            """)
    void callThatTheThoughtDoesNotForbidPasses(String thought, String tool) {
        assertThat(action(new ThoughtContradictsCall(), thought, tool, "{}")).isInstanceOf(GuardVerdict.Pass.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "HTTPS://EVIL.EXAMPLE", "https:evil.example",
        "https:/\\evil.example",
        "//evil.example/x", "www.evil.example", "https://good.example@evil.example/",
        "https://good.example\\\\@evil.example",
        "https://good.example%2eevil.example/", "https://good.example.evil.example/", "https://notgood.example/",
        "http://127.0.0.1:8080/", "http://[::1]/", "https://good.example/ and https://evil.example/",
        "\\u0068ttps://evil.example", "ftp://evil.example"})
    void addressOutsideOfTheDomainsIsSentBack(String address) {
        var guardrail = AllowedDomains.of("good.example");
        assertThat(action(guardrail, "", "fetch", "{\"deep\": [{\"url\": \"" + address + "\"}]}"))
                .isInstanceOf(GuardVerdict.Reconsider.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://good.example/a?b=c#d", "https://GOOD.example.", "http://www.good.example:8080/",
        "no address at all", "a // comment", "note: this"})
    void addressInsideOfTheDomainsPasses(String address) {
        assertThat(action(AllowedDomains.of("good.example"), "", "fetch", "{\"url\": \"" + address + "\"}"))
                .isInstanceOf(GuardVerdict.Pass.class);
    }

    @Test
    void addressIsTakenOutOfTheAnswer() {
        var guardrail = AllowedDomains.of("good.example");
        assertThat(guardrail.onAnswer(NEW, "", "See ![x](https://evil.example/?q=secret) and https://good.example/."))
                .isEqualTo(GuardVerdict.amend("See ![x]((address removed)) and https://good.example/.",
                        "an address outside of good.example"));
        assertThat(guardrail.onAnswer(NEW, "", "See https://good.example/.")).isEqualTo(GuardVerdict.pass());
    }

    private static RunSoFar used(ModelProfile model, int input, int output) {
        return new RunSoFar("r", 2, List.of(), Map.of(model, new TokenUsage(input, output)), Provenance.NONE);
    }

    @Test
    void runEndsOnceItHasCostWhatItMay() {
        var guardrail = new MaximumSpend(Money.of("0.01 USD"),
                new PriceList(Map.of("far", Price.of("USD", "2.5", "10"))));
        ModelProfile far = ModelProfile.remote("far");
        assertThat(guardrail.onThinking(used(far, 1_000, 100), "")).isInstanceOf(GuardVerdict.Pass.class);
        assertThat(guardrail.onThinking(used(far, 3_000, 250), "")).isEqualTo(
                GuardVerdict.stop("the run has cost 0.01 USD, and may cost 0.01 USD"));
        assertThat(guardrail.beforeAction(used(far, 4_000, 0), "", List.of())).isInstanceOf(GuardVerdict.Stop.class);
    }

    @Test
    void modelWithoutAPriceEndsTheRunUnlessItIsInThisProcess() {
        var guardrail = new MaximumSpend(Money.of("1 USD"), PriceList.NONE);
        assertThat(guardrail.onThinking(used(ModelProfile.remote("far"), 1, 1), ""))
                .isInstanceOf(GuardVerdict.Stop.class);
        assertThat(guardrail.onThinking(used(ModelProfile.inProcess("near"), 1, 1), ""))
                .isInstanceOf(GuardVerdict.Pass.class);
    }

    @Test
    void spendingIsCountedOverTheRequestsOfARun() {
        var model = ScriptedChatModel.of(call("read_page", "{\"page\": \"1\"}"), call("read_page", "{\"page\": \"2\"}"),
                text("never"));
        var desk = new Desk();
        var prices = new PriceList(Map.of("ScriptedChatModel", Price.of("USD", "1000000", "1000000")));
        try (Agent agent = Agents.builder()
                .model(model)
                .tools(desk)
                .allow("desk.read")
                .guardrail(new MaximumSpend(Money.of("0.5 USD"), prices))
                .build()) {
            assertThat(agent.run("Read.").stopReason()).isEqualTo(StopReason.BLOCKED);
        }
        assertThat(desk.done).isEmpty();
    }
}
