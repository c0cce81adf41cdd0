package dev.qwenagent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.tool.Concurrency;
import dev.qwenagent.tools.builtin.BuiltInTools;
import dev.qwenagent.tools.builtin.Workspace;
import dev.qwenagent.tools.process.ProcessTools;
import dev.qwenagent.tools.web.WebTools;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConductTest {

    @RequiresScope("plain.work")
    public static class Plain {
        @Tool
        public String work() {
            return "";
        }
    }

    @RequiresScope("careful.work")
    @RunsAlone
    @TimeLimit(30)
    public static class Careful {
        @Tool
        public String work() {
            return "";
        }

        @Tool
        @Idempotent
        @TimeLimit(value = 2, unit = ChronoUnit.MINUTES)
        public String look() {
            return "";
        }
    }

    @RequiresScope("hasty.work")
    public static class Hasty {
        @Tool
        @TimeLimit(0)
        public String work() {
            return "";
        }
    }

    private static dev.qwenagent.api.tool.Tool find(ToolRegistry registry, String name) {
        return registry.find(name).orElseThrow();
    }

    @Test
    void toolThatSaysNothingRunsBesideOthersIsNotRepeatedAndHasNoLimit() {
        var work = find(ToolRegistry.of(new Plain()), "work");
        assertThat(work.concurrency()).isEqualTo(Concurrency.TOGETHER);
        assertThat(work.isIdempotent()).isFalse();
        assertThat(work.timeLimit()).isEmpty();
    }

    @Test
    void whatTheClassSaysHoldsForItsToolsAndAMethodSaysMore() {
        ToolRegistry careful = ToolRegistry.of(new Careful());
        assertThat(careful.tools()).extracting(dev.qwenagent.api.tool.Tool::concurrency)
                .containsOnly(Concurrency.ALONE);
        assertThat(find(careful, "work").timeLimit()).contains(Duration.ofSeconds(30));
        assertThat(find(careful, "work").isIdempotent()).isFalse();
        assertThat(find(careful, "look").timeLimit()).contains(Duration.ofMinutes(2));
        assertThat(find(careful, "look").isIdempotent()).isTrue();
    }

    @Test
    void sameIsSaidFromOutsideOfClassesOfOthers() {
        var work = find(ToolRegistry.builder()
                .add(new Plain())
                .alone("work")
                .idempotent("work")
                .timeLimit("work", Duration.ofSeconds(5))
                .build(), "work");
        assertThat(work.concurrency()).isEqualTo(Concurrency.ALONE);
        assertThat(work.isIdempotent()).isTrue();
        assertThat(work.timeLimit()).contains(Duration.ofSeconds(5));
        assertThatThrownBy(() -> ToolRegistry.builder().add(new Plain()).alone("wrok").build())
                .hasMessageContaining("did you mean work?");
    }

    @Test
    void limitThatLeavesNoTimeIsRefused() {
        assertThatThrownBy(() -> ToolRegistry.of(new Hasty())).isInstanceOf(ToolRegistrationException.class)
                .hasMessageContaining("tool work")
                .hasMessageContaining("found a limit of PT0S");
        assertThatThrownBy(() -> ToolRegistry.builder().timeLimit("work", Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> names(ToolRegistry registry, Predicate<dev.qwenagent.api.tool.Tool> which) {
        return registry.tools().stream().filter(which).map(tool -> tool.specification().name()).toList();
    }

    @Test
    void builtInToolsThatChangeSomethingRunAloneAndOnlyThoseThatLookAreRepeated(@TempDir Path folder) {
        Workspace workspace = Workspace.of(folder);
        ToolRegistry all = ToolRegistry.of(BuiltInTools.assistant(workspace, folder.resolve("n"), Clock.systemUTC()),
                new ProcessTools(workspace), new WebTools());
        assertThat(names(all, tool -> tool.concurrency() == Concurrency.ALONE))
                .containsExactly("write_file", "add_note", "run_command");
        assertThat(names(all, dev.qwenagent.api.tool.Tool::isIdempotent))
                .containsExactly("calculator", "convert_units", "current_time", "list_files", "read_file",
                        "search_notes", "http_get");
    }
}
