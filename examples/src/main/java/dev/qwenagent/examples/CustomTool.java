package dev.qwenagent.examples;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.Agent;
import dev.qwenagent.runtime.AgentBuilder;
import dev.qwenagent.runtime.Agents;
import dev.qwenagent.tools.RequiresScope;
import java.util.ArrayList;
import java.util.List;

/** A tool of one's own: a method, what it does in words, and the scope that rules are about. */
public final class CustomTool {

    private CustomTool() {}

    // @start region=tool
    /** A meeting room's calendar. */
    public static final class Rooms {

        private final List<String> booked = new ArrayList<>();

        /** Books a room; which one is part of the scope, so that rules can tell rooms apart. */
        @Tool("Book a room")
        @RequiresScope(value = "rooms.book", resource = "{name}")
        public synchronized String book_room(String name, int hours) {
            if (booked.contains(name)) {
                throw new IllegalArgumentException("the room " + name + " is taken");
            }
            booked.add(name);
            return "booked " + name + " for " + hours + " hours";
        }
    }
    // @end

    // @start region=agent
    static AgentBuilder agent() {
        return Agents.builder().tools(new Rooms()).allow("rooms.book").deny("rooms.book:boardroom");
    }

    /** Books a room. */
    public static void main(String[] arguments) {
        try (Agent agent = agent().build()) {
            IO.println(agent.run("Book the room with name blue and hours 2").text());
        }
    }
    // @end
}
