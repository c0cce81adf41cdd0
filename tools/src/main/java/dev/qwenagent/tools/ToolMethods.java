package dev.qwenagent.tools;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.qwenagent.api.tool.ScopePattern;
import dev.qwenagent.api.tool.ToolContext;
import dev.qwenagent.tools.binding.Parameter;
import dev.qwenagent.tools.binding.TextType;
import dev.qwenagent.tools.binding.TypedArguments;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads an object's {@code @Tool} methods into tools, and refuses those that could not be judged or called. */
final class ToolMethods {

    private final Object object;
    private final Map<String, List<String>> scopesFromOutside;
    private final Map<String, DataFlow> flowsFromOutside;
    private final Map<String, UnaryOperator<Conduct>> conductFromOutside;

    /**
     * A reader.
     *
     * @param scopesFromOutside by tool name, in the place of what the methods declare
     * @param flowsFromOutside the same for what goes through the tools
     * @param conductFromOutside by tool name, what it changes of how the tool's calls go
     */
    ToolMethods(Object object, Map<String, List<String>> scopesFromOutside, Map<String, DataFlow> flowsFromOutside,
            Map<String, UnaryOperator<Conduct>> conductFromOutside) {
        this.object = object;
        this.scopesFromOutside = scopesFromOutside;
        this.flowsFromOutside = flowsFromOutside;
        this.conductFromOutside = conductFromOutside;
    }

    /** The names of all tools, sorted. */
    List<String> names() {
        return annotated(object.getClass()).stream().map(ToolMethods::name).sorted().toList();
    }

    /** The tools whose names are wanted, sorted by name. */
    List<MethodTool> read(Predicate<String> wanted) {
        List<Method> methods = annotated(object.getClass());
        if (methods.isEmpty()) {
            throw new ToolRegistrationException(object.getClass().getName()
                    + " has no method with @Tool (" + Tool.class.getName() + "); annotate what the model may ask for");
        }
        return methods.stream()
                .filter(method -> wanted.test(name(method)))
                .sorted(Comparator.comparing(ToolMethods::name))
                .map(this::tool)
                .toList();
    }

    private static String name(Method method) {
        String said = method.getAnnotation(Tool.class).name();
        return said.isBlank() ? method.getName() : said;
    }

    private static List<Method> annotated(Class<?> type) {
        Map<String, Method> found = new LinkedHashMap<>();
        for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            collect(level, found);
        }
        for (Method method : type.getMethods()) {
            if (method.getDeclaringClass().isInterface()) {
                collect(method.getDeclaringClass(), found);
            }
        }
        return List.copyOf(found.values());
    }

    private static void collect(Class<?> type, Map<String, Method> found) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Tool.class) && !method.isBridge()
                    && !Modifier.isAbstract(method.getModifiers())) {
                found.putIfAbsent(method.getName() + Arrays.toString(method.getParameterTypes()), method);
            }
        }
    }

    private MethodTool tool(Method method) {
        Tool said = method.getAnnotation(Tool.class);
        String name = name(method);
        String where = "tool " + name + " (" + method.getDeclaringClass().getName() + "." + method.getName() + "): ";
        refuseUncallable(method, said, where);
        try {
            List<Parameter> parameters = parameters(method, where);
            TypedArguments arguments = TypedArguments.of(parameters, resolved());
            ToolSpecification.Builder specification = ToolSpecification.builder()
                    .name(name)
                    .parameters(arguments.schema());
            String description = String.join("\n", said.value());
            if (!description.isBlank()) {
                specification.description(description);
            }
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            return new MethodTool(specification.build(), arguments,
                    new NeededScopes(scopes(method, name, parameters, where), later(method)), flow(method, name),
                    conduct(method, name), new ToolCaller(isStatic ? null : object, method));
        } catch (IllegalArgumentException e) {
            throw new ToolRegistrationException(where + e.getMessage(), e);
        }
    }

    private static void refuseUncallable(Method method, Tool said, String where) {
        if (Modifier.isPrivate(method.getModifiers())) {
            throw new ToolRegistrationException(where + "the method is private; make it public");
        }
        if (!method.trySetAccessible()) {
            throw new ToolRegistrationException(where + "the method cannot be reached; make it and its class public and"
                    + " export the package, or open the package to dev.qwenagent.tools");
        }
        if (said.returnBehavior() != ReturnBehavior.TO_LLM) {
            throw new ToolRegistrationException(where + "returnBehavior " + said.returnBehavior()
                    + " is not supported, results go to the model; leave it at TO_LLM");
        }
    }

    private static List<Parameter> parameters(Method method, String where) {
        List<Parameter> parameters = new ArrayList<>();
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            if (parameter.getType() == ToolContext.class) {
                continue;
            }
            P said = parameter.getAnnotation(P.class);
            if (!parameter.isNamePresent() && (said == null || said.name().isBlank())) {
                throw new ToolRegistrationException(
                        where + "the class was compiled without -parameters, so the names of"
                                + " the arguments are not known. Add to the <properties> of the pom:"
                                + " <maven.compiler.parameters>true</maven.compiler.parameters>"
                                + " (with Gradle: options.compilerArgs.add(\"-parameters\"))");
            }
            parameters.add(Parameter.of(parameter.getName(), parameter.getParameterizedType(), said));
        }
        return parameters;
    }

    private List<TextType<?>> resolved() {
        return object instanceof ResourceResolver<?> resolver ? List.of(resolved(resolver)) : List.of();
    }

    private static <R extends Resource> TextType<R> resolved(ResourceResolver<R> resolver) {
        return TextType.resolving(resolver.resourceType(), resolver::resolve);
    }

    private DataFlow flow(Method method, String name) {
        DataFlow fromOutside = flowsFromOutside.get(name);
        return fromOutside == null ? DataFlow.of(method, object.getClass()) : fromOutside;
    }

    private Conduct conduct(Method method, String name) {
        return conductFromOutside.getOrDefault(name, UnaryOperator.identity())
                .apply(Conduct.of(method, object.getClass()));
    }

    private static Set<ScopePattern> later(Method method) {
        MayAuthorize may = method.getAnnotation(MayAuthorize.class);
        return may == null ? Set.of()
                : Arrays.stream(may.value()).map(ScopePattern::of).collect(Collectors.toUnmodifiableSet());
    }

    private List<ScopeTemplate> scopes(Method method, String name, List<Parameter> parameters, String where) {
        List<String> declared = scopesFromOutside.containsKey(name) ? scopesFromOutside.get(name) : declared(method);
        if (declared.isEmpty()) {
            throw new ToolRegistrationException(where + "no scope is declared, so no rule could be about it;"
                    + " add @RequiresScope(\"family.verb\"), or scope(\"" + name
                    + "\", \"family.verb\") where the registry is built");
        }
        Map<String, Type> types = new LinkedHashMap<>();
        parameters.forEach(parameter -> types.put(parameter.name(), parameter.type()));
        return declared.stream().map(scope -> ScopeTemplate.of(scope, types)).toList();
    }

    private List<String> declared(Method method) {
        RequiresScope[] scopes = method.getAnnotationsByType(RequiresScope.class);
        for (Class<?> type = object.getClass(); scopes.length == 0 && type != null; type = type.getSuperclass()) {
            scopes = type.getAnnotationsByType(RequiresScope.class);
        }
        return Arrays.stream(scopes)
                .map(scope -> scope.resource().isEmpty() ? scope.value() : scope.value() + ":" + scope.resource())
                .toList();
    }
}
