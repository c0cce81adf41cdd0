package dev.qwenagent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledWithoutParametersTest {

    private static final String SOURCE = """
            import dev.langchain4j.agent.tool.P;
            import dev.langchain4j.agent.tool.Tool;
            import dev.qwenagent.tools.RequiresScope;
            @RequiresScope("order.read")
            public class Orders {
                @Tool public String status(%s String number) { return number; }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void theClassIsRefusedWithTheLineForThePom() throws Exception {
        Object orders = compiled(SOURCE.formatted(""));

        assertThatThrownBy(() -> ToolRegistry.of(orders)).isInstanceOf(ToolRegistrationException.class)
                .hasMessageContaining("tool status (Orders.status)")
                .hasMessageContaining("compiled without -parameters")
                .hasMessageContaining("<maven.compiler.parameters>true</maven.compiler.parameters>");
    }

    @Test
    void namesGivenByAnnotationAreEnough() throws Exception {
        Object orders = compiled(SOURCE.formatted("@P(name = \"number\")"));

        assertThat(ToolTrial.of(orders).text("status", "{\"number\": \"7\"}")).isEqualTo("7");
    }

    private Object compiled(String source) throws Exception {
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Orders.java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        boolean isCompiled = ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null,
                        List.of("-proc:none", "-d", folder.toString(), "-classpath",
                                System.getProperty("java.class.path")),
                        null, List.of(file))
                .call();
        assertThat(isCompiled).isTrue();
        try (var loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, getClass().getClassLoader())) {
            return loader.loadClass("Orders").getConstructor().newInstance();
        }
    }
}
