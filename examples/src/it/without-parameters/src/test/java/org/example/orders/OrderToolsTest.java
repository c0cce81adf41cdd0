package org.example.orders;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qwenagent.api.AgentException;
import dev.qwenagent.runtime.Agents;
import org.junit.jupiter.api.Test;

class OrderToolsTest {

    @Test
    void theToolIsRefusedWithTheLineForThePom() {
        assertThatThrownBy(() -> Agents.builder().tools(new OrderTools())).isInstanceOf(AgentException.class)
                .hasMessageContaining("find_order")
                .hasMessageContaining("compiled without -parameters")
                .hasMessageContaining("<maven.compiler.parameters>true</maven.compiler.parameters>");
    }
}
