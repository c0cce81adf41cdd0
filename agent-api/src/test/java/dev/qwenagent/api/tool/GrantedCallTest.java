package dev.qwenagent.api.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.label.Provenance;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantedCallTest {

    private final FixedTool tool = new FixedTool("probe");

    private GrantedCall grant() throws InterruptedException {
        var gate = new PermissionGate(
                "run", request -> new Verdict.Allow("all"), ApprovalTerms.of(Approver.NOBODY),
                PermissionListener.NONE);
        return (GrantedCall) gate.admit(tool.call("test.any"), new Occasion(1, "", Provenance.NONE));
    }

    @Test
    void isGoodForOneCall() throws InterruptedException {
        GrantedCall granted = grant();
        ToolContext unused = null;
        tool.call(granted, unused);
        assertThatThrownBy(() -> tool.call(granted, unused))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the grant for this call of probe was used already; each call needs a grant of its own");
        assertThat(tool.acted).isEqualTo(1);
    }

    @Test
    void isRefusedByAnotherToolOfTheSameNameAndStaysGood() throws InterruptedException {
        GrantedCall granted = grant();
        assertThatThrownBy(() -> granted.redeem(new FixedTool("probe"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> granted.redeem(new FixedTool("other")))
                .hasMessage("the grant is for probe, not for other");
        assertThat(granted.redeem(tool)).isSameAs(granted.call());
    }

    @Test
    void cannotBeMadeOutsideItsPackage(@TempDir Path folder) throws IOException {
        assertThat(errors(folder, "GrantedCall g = new GrantedCall(call);"))
                .singleElement()
                .asString()
                .contains("GrantedCall(dev.qwenagent.api.tool.BoundCall)")
                .contains("not public");
    }

    @Test
    void cannotBeExtendedOutsideItsPackage(@TempDir Path folder) throws IOException {
        assertThat(errors(folder, "class Forged extends GrantedCall { Forged(BoundCall c) { super(c); } }"))
                .isNotEmpty();
        assertThat(errors(folder, "class Forged implements Admission {}")).isNotEmpty();
        assertThat(errors(folder, "class Forged extends PermissionGate {}")).isNotEmpty();
    }

    @Test
    void isReadableOutsideItsPackage(@TempDir Path folder) throws IOException {
        assertThat(errors(folder, "GrantedCall g = null; List<Scope> s = g.call().scopes();")).isEmpty();
    }

    /** What the compiler says of these statements in another package. */
    private static List<String> errors(Path folder, String statements) throws IOException {
        String source = """
                package elsewhere;
                import dev.qwenagent.api.tool.*;
                import java.util.List;
                class Outsider {
                    void act(BoundCall call) {
                        %s
                    }
                }
                """.formatted(statements);
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        var unit = new SimpleJavaFileObject(URI.create("mem:///elsewhere/Outsider.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        try (var files = compiler.getStandardFileManager(found, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            var options = List.of("-cp", System.getProperty("java.class.path"), "-proc:none");
            compiler.getTask(null, files, found, options, null, List.of(unit)).call();
        }
        return found.getDiagnostics()
                .stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }
}
